import Testing

@testable import HearthServer

struct ConfigurationAddressTests {
    @Test(arguments: [
        ("0.0.0.0:8080", "0.0.0.0", 8080), ("localhost:0", "localhost", 0), ("chat-1.example.org:65535", "chat-1.example.org", 65_535),
        ("[::]:8080", "::", 8080), ("[fe80::1%eth0]:80", "fe80::1%eth0", 80), ("[::ffff:10.0.0.1]:80", "::ffff:10.0.0.1", 80),
    ])
    func anAddressIsReadAndWrittenBack(text: String, host: String, port: Int) {
        #expect(HostPort(text) == HostPort(host: host, port: port))
        #expect(HostPort(text)?.description == text)
    }

    @Test(arguments: [
        "", ":", "8080", ":8080", "host", "host:", "host:x", "host:+80", "host:65536", "host:999999", "::1:8080", "[::1]", "[]:80",
        "[host]:80", "ho st:80", "host:80 ", "a/b:80", "host:٣",
    ])
    func anythingElseIsNoAddress(text: String) {
        #expect(HostPort(text) == nil)
    }

    @Test(arguments: [
        ("http://chat.example.org", "http://chat.example.org", 80), ("https://chat.example.org/", "https://chat.example.org", 443),
        ("https://chat.example.org:8443", "https://chat.example.org:8443", 8443), ("http://[::1]", "http://[::1]", 80),
        ("http://[::1]:8080/", "http://[::1]:8080", 8080), ("https://a:80", "https://a:80", 80),
    ])
    func aPublicURLIsReadAndWrittenShort(text: String, written: String, port: Int) {
        #expect(PublicURL(text)?.description == written)
        #expect(PublicURL(text)?.address.port == port)
        #expect(PublicURL(text)?.isSecure == text.hasPrefix("https"))
    }

    @Test(arguments: ["", "chat.example.org", "ftp://a", "http://", "http:///", "http://a/b", "http://a:0", "http://a:x", "https://a//"])
    func anythingElseIsNoPublicURL(text: String) {
        #expect(PublicURL(text) == nil)
    }
}

import Testing

@testable import IM

struct ClientNetworkTests {
    @Test(arguments: [
        "192.0.2.7", "192.0.2.7:8080", "::ffff:192.0.2.7", "::FFFF:c000:207", "0:0:0:0:0:ffff:192.0.2.7", "[::ffff:192.0.2.7]:80",
    ])
    func anIPv4AddressIsItself(text: String) {
        #expect(ClientNetwork(text) == .v4(0xC000_0207))
        #expect(ClientNetwork("192.0.2.8") != ClientNetwork(text))
    }

    @Test(arguments: [
        "2001:db8:1:2::", "2001:db8:1:2::1", "2001:0DB8:0001:0002:ffff:ffff:ffff:ffff", "2001:db8:1:2:3::", "[2001:db8:1:2::9]:443",
        "2001:db8:1:2::192.0.2.7", "2001:db8:1:2::1%eth0",
    ])
    func anIPv6AddressIsItsNetwork(text: String) { #expect(ClientNetwork(text) == .v6(0x2001_0DB8_0001_0002)) }

    @Test func addressesOfThisMachineAndThisLink() {
        #expect(ClientNetwork("::") == .v6(0) && ClientNetwork("::1") == .v6(0))
        #expect(ClientNetwork("fe80::1%eth0") == .v6(0xFE80_0000_0000_0000))
        #expect(ClientNetwork("::1:2:3:4:5:6:7") == .v6(0x0000_0001_0002_0003))
    }

    @Test(arguments: [
        "", "unknown", "1.2.3", "1.2.3.256", "1.2.3.4.5", "+1.2.3.4", "1.2.3.-4", "1..2.3", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "g::",
        "1:2:3:4:5:6:7:8:9", "1:2:3:4::5:6:7:8", "12345::", "+1::", ":1::", "1::2:", "::1.2.3", "[", "1:2:3:4:5:6:7:1.2.3.4",
    ])
    func whatIsNoAddressIsAText(text: String) { #expect(ClientNetwork(text) == .other(text)) }

    @Test func aLongTextIsCut() {
        #expect(ClientNetwork(String(repeating: "x", count: 100_000)) == .other(String(repeating: "x", count: 64)))
    }
}

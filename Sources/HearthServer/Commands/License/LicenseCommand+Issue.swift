import ArgumentParser
import Cryptography
import Glibc
import HearthCore
import IM

extension LicenseCommand {
    struct Keygen: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "keygen", abstract: "Make the key pair of an issuer: writes it to a new file and prints the public key.")

        @Argument(help: "The file; only its owner may read it.") var file: String

        func run() throws {
            let key = try Ed25519PrivateKey(SystemRandomness())
            try write(key.pem)
            print(key.publicKey.text)
        }

        /// Never over a key that is there: no license could be issued with it any more.
        private func write(_ text: String) throws {
            let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL, 0o600)
            guard descriptor >= 0 else { throw ValidationError("cannot make \(file): \(String(cString: strerror(errno)))") }
            let bytes = Array(text.utf8)
            let isWritten = Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
            guard close(descriptor) == 0, isWritten else {
                throw ValidationError("cannot write \(file): \(String(cString: strerror(errno)))")
            }
        }
    }

    struct Issue: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "issue", abstract: "Print a license, signed with an issuer's key.")

        @Option(help: "The issuer's key pair, as keygen made it.") var key: String
        @Option(help: "Who it is for.") var customer: String
        @Option(help: "Users of all apps together. Left out: any number.") var users: Int64?
        @Option(help: ArgumentHelp("An app that may be used, and how many users it may have; may be repeated.", valueName: "appid[=n]"))
        var app: [String] = []
        @Option(help: "Days until its end.") var days: Int64?
        @Option(help: "Its last day (2027-12-31), or the moment of its end (2027-12-31T18:00:00Z), in UTC.") var until: String?
        @Option(help: "The name of something else that was agreed; may be repeated.") var feature: [String] = []
        @Option(help: "The server it is for, as `hearth license export-key` prints it. Left out: any server.") var licenseKey: String?

        func run() throws {
            guard let bytes = Files.read(key) else { throw ValidationError("cannot read \(key): \(String(cString: strerror(errno)))") }
            guard let signer = Ed25519PrivateKey(pem: String(decoding: bytes, as: UTF8.self)) else {
                throw ValidationError("\(key) holds no key that `hearth license keygen` made")
            }
            let coding = LicenseJSON()
            let license = try license(now: SystemClock().now())
            let content = coding.encode(license)
            let text = LicenseText(content: content, signature: try signer.sign(LicenseText.signed(content))).text
            guard LicenseText(text) != nil, coding.decode(content) == license else {
                throw ValidationError("the license is too long, or something in it cannot be written")
            }
            print(text, terminator: "")
        }

        private func license(now: Instant) throws -> License {
            guard users ?? 1 > 0 else { throw ValidationError("--users: expected a number above 0") }
            let id = SystemRandomness().text(12, from: "abcdefghijklmnopqrstuvwxyz0123456789")
            return License(
                id: id, customer: customer, issuedAt: now, expiresAt: try end(now), users: users, apps: try apps(), features: feature,
                licenseKey: licenseKey)
        }

        private func end(_ now: Instant) throws -> Instant? {
            switch (days, until) {
            case (nil, nil): return nil
            case (let days?, nil):
                guard (1...366_000).contains(days) else { throw ValidationError("--days: expected 1 to 366000") }
                return now.advanced(by: days * 86_400_000)
            case (nil, let until?):
                guard let end = Instant(dateTime: until) else {
                    throw ValidationError("--until: expected 2027-12-31 or 2027-12-31T18:00:00Z")
                }
                return until.contains("T") ? end : end.advanced(by: 86_400_000)
            default: throw ValidationError("--days and --until say the same thing: give one of them")
            }
        }

        private func apps() throws -> [AppID: Int64?] {
            var apps: [AppID: Int64?] = [:]
            for text in app {
                let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let most = parts.count == 2 ? Int64(parts[1]) : nil
                guard AppID(String(parts[0])).isPossible, parts.count == 1 || most ?? 0 > 0 else {
                    throw ValidationError("--app: expected APPID or APPID=N, found '\(text)'")
                }
                guard apps.updateValue(most, forKey: AppID(String(parts[0]))) == nil else {
                    throw ValidationError("--app: \(parts[0]) stands twice")
                }
            }
            return apps
        }
    }
}

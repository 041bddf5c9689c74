/// `Status.code` of XSYNC frames (floo-web, src/sdk/utils/static.js). Success is 1, not 0.
public enum SyncStatus: Int, CaseIterable, Sendable {
    case unknown = 0
    case ok = 1
    case fail = 2
    case unknownCommand = 3
    case pbParserError = 4
    case decryptFailure = 5
    case publicKeyChanged = 6
    case invalidToken = 7
    case invalidParameter = 8
    case unauthorized = 9
    case userFrozen = 10
    case userBanned = 11
    case wordCensored = 12
    case tooManyDevices = 13
    case encryptMethodUnsupported = 14
    case deviceGuidConflict = 15
    case checkSumFailure = 16
    case invalidLicense = 17
    case licenseLimit = 18
    case appFrozen = 19
    case rateLimitExceeded = 20
}

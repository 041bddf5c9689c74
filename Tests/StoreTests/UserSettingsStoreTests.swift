import HearthCore
import IM
import TestSupport
import Testing

struct UserSettingsStoreTests {
    private let told = RecordingNotifier()

    private func settings(_ store: OpenStore) -> PersonalSettings { PersonalSettings(store: store.userSettings, notifier: told) }

    static let everything: UserSettingsChange = {
        var change = UserSettingsChange()
        change.authMode = 2
        change.authQuestion = "who?"
        change.authAnswer = "me"
        change.autoDownload = true
        change.groupConfirm = true
        change.noPush = true
        change.noPushDetail = true
        change.noPushStartHour = 22
        change.noPushEndHour = 7
        change.noSounds = true
        change.vibratory = true
        change.pushNickName = "A."
        change.silenceStartTime = 23
        change.silenceEndTime = 6
        return change
    }()

    @Test(arguments: StoreKind.all) func everySettingIsKept(kind: StoreKind) async throws {
        var store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        #expect(try await settings(store).settings(of: anna) == UserSettings())
        try await settings(store).change(anna, Self.everything, except: DeviceSN(1))
        store = try await store.reopened()
        let kept = try await settings(store).settings(of: anna)
        #expect(kept == Self.everything.applied(to: UserSettings()))
        #expect(try await settings(store).settings(of: ben) == UserSettings())
        var part = UserSettingsChange()
        part.noPush = false
        try await settings(store).change(anna, part)
        var expected = kept
        expected.noPush = false
        #expect(try await settings(store).settings(of: anna) == expected)
        #expect(told.notices == [Notice(anna, except: DeviceSN(1), .ownInfoUpdated), Notice(anna, .ownInfoUpdated)])
    }

    @Test(arguments: StoreKind.all) func theSameAgainTellsNothing(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, _) = try await store.pair()
        var same = UserSettingsChange()
        same.authMode = AuthMode.standard.rawValue
        same.noPush = false
        try await settings(store).change(anna, same)
        try await settings(store).change(anna, UserSettingsChange())
        #expect(told.notices.isEmpty)
    }

    @Test(arguments: StoreKind.all) func whoIsNotThereHasNoSettings(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, _) = try await store.pair()
        try await store.set(.removed, of: anna)
        await #expect(throws: Failure(.userNotExist)) { try await settings(store).settings(of: anna) }
        await #expect(throws: Failure(.userNotExist)) { try await settings(store).change(anna, Self.everything) }
        #expect(told.notices.isEmpty)
    }
}

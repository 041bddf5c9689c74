import HearthCore
import IM
import TestSupport
import Testing

/// What an operator decides of a group.
struct GroupControlTests {
    private func control(_ world: GroupWorld) -> GroupControl { GroupControl(store: world.store.groupControl, clock: world.store.clock) }

    @Test(arguments: StoreKind.all) func whatIsSetIsKept(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group([world.ben])
        let control = control(world)
        let began = try await control.state(of: group, in: world.app)
        #expect(began.group == (try await world.record(group)) && began.membersVersion > 0 && began.bansVersion == 0)
        #expect(!began.group.isInRecovery && !began.group.forbidsAnnouncements && began.group.capacity == nil && began.group.count == 2)
        world.store.clock.advance(by: 1_000)
        let changed = try await control.change(
            group, in: world.app, GroupSwitches(isInRecovery: true, forbidsAnnouncements: true, capacity: 1))
        #expect(changed.group.isInRecovery && changed.group.forbidsAnnouncements && changed.group.capacity == 1)
        #expect(changed.group.updatedAt == world.store.clock.now())
        #expect(try await control.state(of: group, in: world.app) == changed)
        // Who is in stays in.
        #expect(try await world.members(group) == [world.anna.user, world.ben.user])
        world.store.clock.advance(by: 1_000)
        let same = try await control.change(group, in: world.app, GroupSwitches(isInRecovery: true))
        #expect(same == changed)
        let back = try await control.change(group, in: world.app, GroupSwitches(isInRecovery: false, capacity: 0))
        #expect(!back.group.isInRecovery && back.group.capacity == nil && back.group.forbidsAnnouncements)
    }

    @Test(arguments: StoreKind.all) func changesGoByWhatIsSet(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group([world.ben])
        let control = control(world)
        _ = try await control.change(group, in: world.app, GroupSwitches(isInRecovery: true))
        await #expect(throws: Failure(.groupRecoveryMode)) { try await world.run(KickMembers([world.ben.user]), in: group, by: world.anna) }
        _ = try await control.change(group, in: world.app, GroupSwitches(isInRecovery: false, forbidsAnnouncements: true, capacity: 2))
        let full = try await world.run(InviteUsers([world.carl.user]), in: group, by: world.anna).answer
        #expect(full == [GroupOutcome(world.carl.user, Failure(.groupCapacityExceedLimit))])
        await #expect(throws: Failure(.groupAnnouncementForbidden)) {
            try await world.run(PublishAnnouncement(title: "news", content: "text"), in: group, by: world.anna)
        }
        #expect(try await world.record(group).count == 2)
    }

    @Test(arguments: StoreKind.all) func whatIsGoneOrOfAnotherAppIsNotChanged(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group()
        let control = control(world)
        let other = try await world.store.app("other")
        let change = GroupSwitches(isInRecovery: true)
        await #expect(throws: Failure(.groupNotExist)) { try await control.change(group, in: other, change) }
        await #expect(throws: Failure(.groupNotExist)) { try await control.state(of: group, in: other) }
        try await world.run(DestroyGroup(), in: group, by: world.anna)
        await #expect(throws: Failure(.groupNotExist)) { try await control.change(group, in: world.app, change) }
        #expect(try await control.state(of: group, in: world.app).group.isDestroyed)
        await #expect(throws: Failure(.groupNotExist)) { try await control.state(of: GroupID(999_999), in: world.app) }
    }

    @Test(arguments: [-1, 100_001, .max, .min]) func aCapacityHasBounds(capacity: Int) async throws {
        let world = try await GroupWorld(.sqlite)
        let group = try await world.group()
        let refusal = await #expect(throws: Failure.self) {
            try await control(world).change(group, in: world.app, GroupSwitches(capacity: capacity))
        }
        #expect(refusal?.name == .invalidRequestParameter)
        #expect(try await world.record(group).capacity == nil)
    }
}

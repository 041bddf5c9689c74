import IM
import Testing

struct LeavingOutTests {
    @Test func onlyWhoIsFarBehindInALargeGroupNeedNotBeGivenEverything() {
        #expect(TimelineItem.mayBeLeftOut(members: 1_001, behind: 501))
        #expect(!TimelineItem.mayBeLeftOut(members: 1_000, behind: 501))
        #expect(!TimelineItem.mayBeLeftOut(members: 1_001, behind: 500))
        #expect(!TimelineItem.mayBeLeftOut(members: 1_000, behind: 500))
        #expect(TimelineItem.mayBeLeftOut(members: 100_000, behind: 1_000_000))
    }
}

import HearthCore
import Testing

struct NearestNameTests {
    @Test(arguments: [
        ("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("same", "same", 0), ("log.levle", "log.level", 2),
    ])
    func theDistanceCountsSingleChanges(left: String, right: String, distance: Int) {
        #expect(NearestName.distance(left, right) == distance)
        #expect(NearestName.distance(right, left) == distance)
    }

    @Test func theNearestNameIsTheOneWithTheFewestChanges() {
        #expect(NearestName.of("log.levle", among: ["data", "log.level", "log.file"]) == "log.level")
        #expect(NearestName.of("x", among: []) == "")
    }
}

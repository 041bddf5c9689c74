import Foundation
import HearthCore
import IM
import Testing

@testable import HearthServer

struct ReferencePagesTests {
    @Test func theCommittedPagesAreTheRenderedOnes() throws {
        let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        for page in ReferencePages.all {
            let committed = try String(contentsOf: root.appendingPathComponent(page.path), encoding: .utf8)
            #expect(committed == page.text, "\(page.path) is out of date: run `hearth reference --write .`")
        }
    }

    @Test func everyFailureIsOnThePage() {
        let page = ReferencePages.failures()
        for name in FailureName.allCases {
            #expect(page.contains("{\"name\":\"\(name.rawValue)\""), "\(name)")
        }
        #expect(page.contains("\"status\":13,\"statusName\":\"TOO_MANY_DEVICES\""))
        #expect(page.contains("\"statusName\":\"UNAUTHORIZED\",\"reason\":\"you must login first\""))
    }

    @Test func everyKeyIsOnThePage() {
        let page = ReferencePages.configuration()
        for key in ConfigurationTable.keys {
            #expect(page.contains("| `\(key.name)` | `\(key.environment)` |"), "\(key.name)")
        }
    }

    @Test func everyAppSettingIsOnThePage() {
        let page = ReferencePages.appSettings()
        for key in AppSettingTable.keys {
            let standard = key.standard.isEmpty ? "–" : "`\(key.standard)`"
            let secret = key.isSecret ? " (secret)" : ""
            #expect(page.contains("| `\(key.name)` | \(key.shape.expected)\(secret) | \(standard) |"), "\(key.name)")
        }
    }

    @Test func statusesHaveTheVendorsNames() {
        #expect(ReferencePages.vendorName(of: .ok) == "OK")
        #expect(ReferencePages.vendorName(of: .pbParserError) == "PB_PARSER_ERROR")
    }

    @Test func barsAndMarkupAreEscapedOutsideCode() {
        var table = MarkdownTable("A", "B", "C")
        table.add("a|b", "/token/* `a_b`", nil)
        #expect(table.rendered() == "| A | B | C |\n| --- | --- | --- |\n| a\\|b | /token/\\* `a_b` | – |\n")
    }
}

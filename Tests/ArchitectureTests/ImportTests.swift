import Testing

struct ImportTests {
    @Test func everyImportIsOneThatTheTableAllows() throws {
        for file in try SourceTree().files {
            for module in Imports.modules(of: file.text) where !(file.isGenerated && AllowedImports.ofGenerators.contains(module)) {
                #expect(AllowedImports.allow(module, in: file.target), "\(file.path) imports \(module)")
            }
        }
    }

    @Test func everyTargetIsInTheTable() throws {
        let targets = Set(try SourceTree().files.map(\.target))
        #expect(targets.count > 10)
        #expect(targets.subtracting(AllowedImports.targets).isEmpty)
    }

    @Test func noTwoTargetsCanImportEachOther() {
        func reached(from target: String) -> Set<String> {
            var found: Set<String> = []
            var open = [target]
            while let next = open.popLast() {
                for module in AllowedImports.of(next) ?? [] where found.insert(module).inserted { open.append(module) }
            }
            return found
        }
        for target in AllowedImports.targets {
            #expect(!reached(from: target).contains(target), "\(target)")
        }
    }

    @Test(arguments: [
        ("import NIOCore", "NIOCore"),
        ("@testable import IM", "IM"),
        ("@preconcurrency public import Store", "Store"),
        ("import struct Database.Row", "Database"),
        ("    import Glibc // errno", "Glibc"),
        ("import NIOCore;", "NIOCore"),
    ])
    func anImportIsReadInEveryForm(line: String, module: String) {
        #expect(Imports.modules(of: line) == [module])
    }

    @Test func commentsAndTextsAreNotImports() {
        #expect(Imports.modules(of: "// import Store\n/* import IM\n/* deep */ import IM */\nlet x = \"\"\"\nimport Web\n\"\"\"").isEmpty)
    }

    @Test func aForbiddenImportIsFound() {
        #expect(!AllowedImports.allow("NIOCore", in: "IM"))
        #expect(!AllowedImports.allow("Store", in: "Ratel"))
        #expect(!AllowedImports.allow("Foundation", in: "Store"))
        #expect(!AllowedImports.allow("HearthCore", in: "Unknown"))
        #expect(AllowedImports.allow("NIOHTTPTypesHTTP1", in: "Web"))
    }
}

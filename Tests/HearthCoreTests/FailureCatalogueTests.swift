import Testing

@testable import HearthCore

struct FailureCatalogueTests {
    @Test(arguments: FailureName.allCases)
    func everyNameHasExactlyOneRow(name: FailureName) {
        #expect(FailureCatalogue.rows.count { $0.name == name } == 1)
        #expect(FailureCatalogue.row(of: name).name == name)
    }

    @Test func rowsSayWhatTheReferenceSays() throws {
        let reference = try FailureReference.rows()
        #expect(reference.count == 102)
        for expected in reference {
            let name = try #require(FailureName(rawValue: expected.name), "no row for \(expected.name)")
            let row = FailureCatalogue.row(of: name)
            #expect(row.rest == expected.restCode, "\(expected.name)")
            #expect(row.status?.rawValue == expected.xsyncCode, "\(expected.name)")
            if !expected.xsyncReason.isEmpty {
                #expect(row.reason == expected.xsyncReason, "\(expected.name)")
            }
        }
    }

    @Test(arguments: [
        (FailureName.userNotLogin, SyncStatus.unauthorized, "you must login first"),
        (.messageOutRecallTime, .fail, "exceed recall time limit"),
        (.messageCensored, .wordCensored, "antispam"),
        (.rosterBlockListExist, .fail, "you have been blocked by the recipient"),
        (.rosterNotFriend, .fail, "your relation with target does not allow chat"),
    ])
    func textsThatClientsCompareAreWordForWord(name: FailureName, status: SyncStatus, reason: String) {
        #expect(Failure(name).status == status)
        #expect(Failure(name).reason == reason)
        // A client that finds these words under another failure would show the wrong thing.
        #expect(FailureCatalogue.rows.count { $0.reason.lowercased().contains(reason) } == 1)
    }

    @Test func onlyABadUserNameLacksTheWordsThatMarkACommonBadRequest() {
        for row in FailureCatalogue.rows where row.rest == 10002 {
            #expect(row.message.contains("invalid request parameter") == (row.name != .invalidUserNameParameter), "\(row.name)")
        }
    }

    @Test func aDetailReplacesTheMessageForRestClientsOnly() {
        let failure = Failure(.invalidUserNameParameter, "too long")
        #expect(failure.restMessage == "too long")
        #expect(failure.reason == FailureCatalogue.row(of: .invalidUserNameParameter).reason)
    }

    @Test func aFailureWithoutACodeOfItsOwnIsTheGeneralOne() {
        #expect(Failure(.signInFailed).restCode == 19001)
        #expect(Failure(.notFound).status == .fail)
    }

    @Test func noFailureLooksLikeSuccess() {
        for row in FailureCatalogue.rows {
            #expect(row.status != .ok, "\(row.name)")
            #expect(row.rest != 200, "\(row.name)")
        }
    }

    @Test func textsAreShortPhrasesAndFullSentences() {
        for row in FailureCatalogue.rows {
            #expect(!row.message.isEmpty && !row.message.hasSuffix("."), "\(row.name)")
            #expect(row.message.first?.isUppercase == false, "\(row.name)")
            #expect(row.when.hasSuffix("."), "\(row.name)")
            #expect(row.when.count < 260, "\(row.name)")
        }
    }
}

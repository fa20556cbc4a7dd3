import Reporting
import Testing
import TokenCheck

@Suite struct CauseListTests {
    private static let plain = TextStyle(
        usesColour: false, usesUnicode: false, columns: 80, isTerminal: false)

    @Test func `the list of causes is the published one, in order`() {
        #expect(CauseCode.all.count == 36)
        #expect(CauseCode.all.map(\.name) == CauseList.lines.map { $0[0] })
        #expect(Set(CauseCode.all).count == CauseCode.all.count)
        for code in CauseCode.all { #expect(CauseCode.named(code.name) == code) }
        #expect(CauseCode.named("aud-accepted") == nil)
    }

    @Test func `no cause has the name of a check`() {
        #expect(Set(CauseCode.all.map(\.name)).isDisjoint(with: Check.all.map(\.code.name)))
    }

    @Test func `each cause is sure in known ways, the surest first`() {
        for line in CauseList.lines {
            let words = Array(line.dropFirst())
            let certainties = words.compactMap(Cause.Certainty.init(rawValue:))
            #expect(!words.isEmpty && certainties.map(\.rawValue) == words, "\(line)")
            #expect(certainties == certainties.sorted(), "\(line)")
        }
        for code in ["perm-near", "perm-dirrole"] {
            #expect(CauseList.certainties[code]?.contains(.proof) == false)
        }
    }

    @Test func `there are words for each cause`() {
        for code in CauseCode.all {
            let help = CauseHelp(code)
            #expect(!help.meaning.isEmpty && help.meaning != code.name, "\(code)")
            #expect(help.meaning.last != ".", "\(code)")
            let text = help.text(style: Self.plain)
            for title in ["Recognised by:", "Do:", "Example:"] {
                let line = text.split(separator: "\n").first { $0.hasPrefix(title) }
                #expect((line?.utf8.count ?? 0) > title.utf8.count + 1, "\(code): \(title)")
            }
            #expect(text.utf8.count < 1200, "\(code)")
        }
    }

    @Test func `no help tells anybody to switch a check off`() {
        for code in CauseCode.all {
            let text = CauseHelp(code).text(style: Self.plain).lowercased()
            for advice in ["--any-", "disable", "skip", "turn off", "switch off", "ignore"] {
                #expect(!text.contains(advice), "\(code): \(advice)")
            }
        }
    }
}

import JOSE
import Reporting
import StrictJSON
import TestSupport
import Testing
import TokenCheck

@Suite struct InspectTests {
    @Test(arguments: try TestFiles.paths(below: "Fixtures/shapes", suffix: ".json"))
    func `every kind of token is shown on lines that fit, without raw controls`(
        _ path: String
    ) throws {
        let inspect = InspectReport.Samples(try TokenCase(path: path))
        for (number, style) in Samples.styles.enumerated() {
            for report in number == 0 ? [inspect.names, inspect.all] : [inspect.all] {
                let text = Samples.withoutColour(
                    report.text(style: style, localTime: Samples.zone))
                #expect(text.hasPrefix("NOT VERIFIED  "))
                expectFit(text, columns: style.columns)
                expectHarmless(text)
                if !style.usesUnicode { #expect(text.utf8.allSatisfy { $0 < 0x80 }) }
            }
        }
    }

    @Test(arguments: try TestFiles.paths(below: "Fixtures/refused", suffix: ".json"))
    func `hostile tokens are shown without raw controls`(_ path: String) throws {
        let inspect = InspectReport.Samples(try TokenCase(path: path))
        for style in Samples.styles.suffix(1) {
            let text = Samples.withoutColour(
                inspect.all.text(style: style, localTime: Samples.zone))
            #expect(text.hasPrefix("NOT VERIFIED  "))
            expectHarmless(text)
        }
        expectHarmless(JSONWriter.text(inspect.all.json(), layout: .indented))
    }

    @Test func `names and values cannot command a terminal or pass for other lines`() {
        let inspect = Samples.report(
            #"{"\u001b[2J":"\u001b]0;x\u0007","\u202eexp":1,"a b":"\nver  \"2.0\"","x\u200b":["\u009b",{"\u2066":"\u0000"}]}"#,
            header: #"{"alg":"\u001b[31mRS256","kid":"\r\nCLEAR"}"#)
        for style in Samples.styles {
            let text = Samples.withoutColour(
                inspect.all.text(style: style, localTime: Samples.zone))
            expectHarmless(text)
            #expect(text.contains(#"  "\u{1B}[2J"  "\u{1B}]0;x\u{7}""#))
            #expect(text.contains(#"  "a b"  "\u{A}ver  \"2.0\"""#))
            #expect(!text.contains("\n  ver"))
        }
    }

    @Test func `personal values are hidden unless asked for`() throws {
        let personal = [
            "name", "given_name", "family_name", "upn", "unique_name", "preferred_username",
            "email", "ipaddr", "login_hint", "onprem_sid", "actor",
        ]
        var seen: Set<String> = []
        for path in try TestFiles.paths(below: "Fixtures/shapes", suffix: ".json") {
            let fixture = try TokenCase(path: path)
            guard let claims = fixture.document["claims"] else { continue }
            let inspect = InspectReport.Samples(fixture)
            let style = TextStyle(
                usesColour: false, usesUnicode: true, columns: 80, isTerminal: false)
            let hidden = inspect.names.text(style: style, localTime: .utc)
            let shown = inspect.all.text(style: style, localTime: .utc)
            let hiddenJSON = JSONWriter.text(inspect.names.json(), layout: .line)
            let shownJSON = JSONWriter.text(inspect.all.json(), layout: .line)
            for name in personal {
                guard let value = claims[name]?.string else { continue }
                seen.insert(name)
                let quoted = Escaping.quoted(value)
                #expect(!hidden.contains(quoted), "\(path): \(name)")
                #expect(shown.contains(quoted), "\(path): \(name)")
                #expect(!hiddenJSON.contains(":\(quoted)"), "\(path): \(name)")
                #expect(shownJSON.contains("\"\(name)\":\(quoted)"), "\(path): \(name)")
                #expect(hidden.contains("  \(name)  ‹hidden›\n"))
                #expect(hiddenJSON.contains("\"\(name)\":\"‹hidden›\""))
            }
        }
        #expect(seen == Set(personal))
    }

    @Test func `undocumented claims are hidden only where they look personal`() throws {
        let inner = "eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2ln"
        let inspect = Samples.report(
            """
            {"extension_mail":"a@b.example","extension_list":[{"x":"c@d.example"}],"extension_team":"soc",
            "sub":"e@f.example","extension_token":"\(inner)","wids":["\(inner)"]}
            """)
        let text = inspect.names.text(style: .plain, localTime: .utc)
        for value in ["a@b", "c@d", "e@f", inner] { #expect(!text.contains(value)) }
        #expect(text.contains("extension_team  \"soc\"\n      not documented"))
        let all = inspect.all.text(style: .plain, localTime: .utc)
        for value in ["a@b", "c@d", "e@f"] { #expect(all.contains(value)) }
        #expect(!all.contains(inner))
        #expect(all.contains("extension_token  'token'"))
        #expect(!JSONWriter.text(inspect.all.json(), layout: .line).contains(inner))
    }

    @Test func `every documented claim has a meaning of its own`() {
        var meanings: [String: String] = [:]
        for name in Samples.claimNames {
            guard let meaning = ClaimDictionary.meaning(ofClaim: name) else {
                Issue.record("no meaning: \(name)")
                continue
            }
            #expect(meanings[meaning] == nil, "\(name) and \(meanings[meaning] ?? "")")
            meanings[meaning] = name
            expectSentence(meaning)
        }
        for name in Samples.undocumentedNames {
            #expect(ClaimDictionary.meaning(ofClaim: name)?.contains("not documented") == true)
        }
        var parameters: Set<String> = []
        for name in Samples.parameterNames {
            let meaning = ClaimDictionary.meaning(ofHeaderParameter: name) ?? ""
            #expect(parameters.insert(meaning).inserted, "\(name)")
            expectSentence(meaning)
        }
        #expect(ClaimDictionary.meaning(ofClaim: "extension_team") == nil)
        // The Kelvin sign equals K for Swift's text comparison; a look-up must not take it for one.
        #expect(ClaimDictionary.meaning(ofClaim: "\u{212A}id") == nil)
    }

    private func expectSentence(_ meaning: String) {
        #expect(!meaning.isEmpty && !meaning.hasSuffix("."))
        #expect(meaning.count <= 80, "\(meaning)")
    }

    private func expectFit(_ text: String, columns: Int) {
        for line in text.split(separator: "\n") where line.count > columns {
            // One word that cannot be broken: a quoted value, or a part of one between two blanks.
            let words = line.split(separator: " ")
            #expect(words.count == 1, "\(line)")
        }
    }

    private func expectHarmless(_ text: String) {
        let raw = text.unicodeScalars.filter { scalar in
            switch scalar.value {
            case 0x0A: false
            case 0..<0x20, 0x7F...0x9F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
                0xE0000...0xE0FFF:
                true
            default: false
            }
        }
        #expect(raw.isEmpty)
    }
}

import JOSE
import StrictJSON
import TestSupport
import Testing

@Suite struct CompactTokenTests {
    private func defect(_ text: String, maximumBytes: Int = 65_536) -> TokenDefect? {
        let bytes = Array(text.utf8)
        do throws(TokenDefect) {
            _ = try CompactToken(bytes.span, maximumBytes: maximumBytes)
            return nil
        } catch {
            return error
        }
    }

    private static let encrypted = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0"

    @Test(
        arguments: [
            ("", .empty), ("a.b.c", nil), ("a.b.", nil), ("..", .emptySegment(.header)),
            (".b.c", .emptySegment(.header)), ("a..c", .emptySegment(.payload)),
            ("a.b", .segmentCount(2)),
            ("a.b.c.d", .segmentCount(4)), ("a.b.c.d.e", .segmentCount(5)),
            ("eyJhbGci", .segmentCount(1)),
            (".", .segmentCount(2)), ("\(encrypted)....", .encrypted),
            ("\(encrypted).a.b.c.d", .encrypted),
            ("\(encrypted).a.b.c", .segmentCount(4)), ("a.b.c.d.e.f", .segmentCount(6)),
            ("<html>", .opaque(.html)), ("<a.b.c>", .opaque(.html)), ("{\"a\":1}", .opaque(.json)),
            ("[1.5]", .opaque(.json)), ("\"a.b.c\"", .opaque(.json)),
            ("EwAAbc", .opaque(.personalAccountTicket)), ("0.AXYZ", .opaque(.refreshToken)),
            ("1.AXYZ.b", .opaque(.refreshToken)), ("M.C512_BAY.abc", .opaque(.refreshToken)),
            ("word", .opaque(.other)), (" a.b.c", nil), ("a.b.c\n", nil),
        ] as [(String, TokenDefect?)])
    func `a text is a compact JWS or has a defect`(_ text: String, _ expected: TokenDefect?) {
        #expect(defect(text) == expected)
    }

    @Test func `the size is judged before anything else`() {
        let text = "a.b." + String(repeating: "c", count: 65_532)
        #expect(defect(text) == nil)
        #expect(defect(text + "c") == .tooLarge(bytes: 65_537, limit: 65_536))
        #expect(defect("a.b.c", maximumBytes: 5) == nil)
        #expect(defect("a.b.c", maximumBytes: 4) == .tooLarge(bytes: 5, limit: 4))
        #expect(defect("a.b.c", maximumBytes: -1) == .tooLarge(bytes: 5, limit: -1))
        #expect(defect("", maximumBytes: 0) == .empty)
    }

    @Test func `the parts cover the text and the signing input ends before the last dot`() throws {
        for token in SignedText.foreign {
            let parts = try CompactToken(token.bytes.span)
            #expect(parts.header.lowerBound == 0)
            #expect(parts.payload.lowerBound == parts.header.upperBound + 1)
            #expect(parts.signature.lowerBound == parts.payload.upperBound + 1)
            #expect(parts.signature.upperBound == token.bytes.count)
            #expect(parts.signingInput == 0..<parts.payload.upperBound)
        }
    }

    @Test func `each part is decoded by itself, with offsets from its own beginning`() throws {
        let bytes = Array("AAA.A=.AB".utf8)
        let token = try CompactToken(bytes.span)
        #expect(try token.decoded(.header) == [0, 0])
        #expect(throws: TokenDefect.self) { try token.decoded(.payload) }
        do throws(TokenDefect) {
            _ = try token.decoded(.payload)
        } catch {
            guard case .encoding(.payload, let defect) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(defect.kind == .padding)
            #expect(defect.offset == 1)
        }
        #expect(throws: TokenDefect.self) { try token.decoded(.signature) }
    }

    @Test func `a header offers its members, of whatever kind`() throws {
        let text =
            #"{"alg":5,"typ":null,"kid":["x"],"jku":"u","x5c":[],"crit":[],"b64":false,"alg":"RS256"}"#
        let header = try JoseHeader(taking: Array(text.utf8))
        #expect(header.algorithm?.kind == .number)
        #expect(header.type?.kind == .null)
        #expect(header.keyID?.kind == .array)
        #expect(header.keyHints == ["jku", "x5c"])
        #expect(header.critical?.kind == .array)
        #expect(header.encodesPayload?.boolean == false)
        #expect(header.document.firstRepeatedName == text.utf8.count - 14)
        for other in ["[]", "1", "\"{}\"", "null", " [] "] {
            #expect(throws: JSONDefect.self, "\(other)") {
                try JoseHeader(taking: Array(other.utf8))
            }
        }
    }
}

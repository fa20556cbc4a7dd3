import JOSE
import StrictJSON
import TestSupport
import Testing

@Suite struct KeyFileTests {
    private static let broken: [String: KeyFileDefect] = [
        "array-at-top.json": KeyFileDefect(.neitherSetNorKey, at: 0),
        "broken-base64.pem": KeyFileDefect(.pem, at: 0),
        "byte-order-mark.json": KeyFileDefect(.json(.byteOrderMark), at: 0),
        "cut.der": KeyFileDefect(.unknownForm, at: 0),
        "cut.json": KeyFileDefect(.json(.truncated), at: 235),
        "cut.pem": KeyFileDefect(.pem, at: 0),
        "empty-body.pem": KeyFileDefect(.pem, at: 0),
        "empty.json": KeyFileDefect(.empty, at: 0),
        "ends-differ.pem": KeyFileDefect(.pem, at: 0),
        "garbage.der": KeyFileDefect(.unknownForm, at: 0),
        "html-page.json": KeyFileDefect(.html, at: 0),
        "keys-not-an-array.json": KeyFileDefect(.keysNotArray, at: 11),
        "keys-null.json": KeyFileDefect(.keysNotArray, at: 9),
        "no-keys-no-kty.json": KeyFileDefect(.neitherSetNorKey, at: 0),
        "not-utf8.json": KeyFileDefect(.json(.encoding), at: 48),
        "private-key.pem": KeyFileDefect(.privateKey, at: 79),
        "repeated-keys.json": KeyFileDefect(.json(.repeatedName), at: 443),
        "repeated-name.json": KeyFileDefect(.json(.repeatedName), at: 465),
        "token.jwt": KeyFileDefect(.token, at: 0),
        "trailing-bytes.der": KeyFileDefect(.unknownForm, at: 0),
        "trailing-bytes.json": KeyFileDefect(.json(.trailingBytes), at: 470),
        "utf16.json": KeyFileDefect(.json(.byteOrderMark), at: 0),
        "white-space.json": KeyFileDefect(.empty, at: 0),
    ]

    /// Well-formed files whose one key cannot be used.
    private static let unusable: [String: KeyDefect] = [
        "1024-bits.pem": .modulusTooShort, "elliptic.pem": .typeUnsupported,
    ]

    @Test func `each broken file has a line in the tables`() throws {
        let names = try TestFiles.paths(below: "Fixtures/keys/broken").map {
            $0.split(separator: "/")[3]
        }
        #expect(names.count == 25)
        #expect(Set(names.map(String.init)) == Set(Self.broken.keys).union(Self.unusable.keys))
    }

    @Test(arguments: broken.keys.sorted())
    func `a broken file is refused for its reason at its offset`(_ name: String) throws {
        let bytes = try TestFiles.bytes("Fixtures/keys/broken/\(name)")
        let expected = try #require(Self.broken[name])
        #expect(throws: expected) {
            try KeySet(parsing: bytes.span, origin: .init(source: .file))
        }
    }

    @Test(arguments: unusable.keys.sorted())
    func `a good file with an unusable key skips it`(_ name: String) throws {
        let keys = try KeySet(file: "broken/\(name)")
        #expect(keys.keys.isEmpty)
        #expect(keys.skipped.map(\.reason) == [Self.unusable[name]])
    }

    @Test func `each entry of the zoo is usable or skipped for its first reason`() throws {
        let keys = try KeySet(file: "zoo.json")
        let list = try JSONDocument(taking: TestFiles.bytes("Fixtures/keys/zoo.expected.json"))
        let expected = try #require(list.root["entries"]).elements
        #expect(expected.count == 64)
        #expect(keys.entries.count == 64)
        for (entry, expected) in zip(keys.entries, expected) {
            let reason: String?
            switch entry {
            case .usable: reason = nil
            case .skipped(let key): reason = key.reason.rawValue
            }
            #expect(entry.keyID == expected["kid"]?.string, "\(expected.text)")
            #expect(reason == expected["reason"]?.string, "\(expected.text)")
            #expect((reason == nil) == expected["usable"]?.boolean, "\(expected.text)")
        }
        #expect(keys.keys.count + keys.skipped.count == 64)
    }

    @Test(arguments: [
        "entra-1-bare.json", "entra-1-public.pem", "entra-1-public.der", "entra-1-pkcs1.pem",
        "entra-1-certificate.pem", "entra-1-certificate.der",
    ]) func `every form of a key gives the same numbers`(_ file: String) throws {
        let list = try KeySet(file: "entra-v2.json")
        let keys = try KeySet(file: file)
        #expect(keys.entries.count == 1)
        let key = try #require(keys.keys.first)
        let isCertificate = file.contains("certificate")
        let keyID = "0GFWt6lE8VIJBIV0--V5LUYVGpg"
        let listed = try #require(list.key(named: keyID))
        #expect(key.hasSameNumbers(as: listed))
        #expect(key.modulusBits == 2048)
        #expect(key.thumbprint == listed.thumbprint)
        #expect(key.keyID == (isCertificate ? keyID : nil))
        #expect((keys.soleNamelessEntry != nil) == !isCertificate)
    }

    @Test func `a certificate's key is named as Entra ID names it`() throws {
        let list = try KeySet(file: "entra-v2.json")
        let chain = try KeySet(file: "chain.pem")
        #expect(chain.keys.count == 2)
        for key in chain.keys {
            let listed = try #require(list.key(named: key.keyID))
            #expect(key.hasSameNumbers(as: listed))
        }
        let der = try TestFiles.bytes("Fixtures/keys/entra-1-certificate.der")
        #expect(chain.keys[0].keyID == Base64URL.encode(Digest.sha1(der.span)))
    }

    @Test func `several public keys in one file have no names and none is the only one`() throws {
        let keys = try KeySet(file: "multi.pem")
        #expect(keys.keys.count == 2)
        #expect(keys.keys.allSatisfy { $0.keyID == nil })
        #expect(keys.soleNamelessEntry == nil)
    }

    @Test func `a file of one mebibyte is read and one byte more is not`() throws {
        let bound = 1_048_576
        for file in ["entra-v2.json", "multi.pem"] {
            var bytes = try TestFiles.bytes("Fixtures/keys/\(file)")
            let count = try KeySet(file: file).entries.count
            bytes += [UInt8](repeating: UInt8(ascii: "\n"), count: bound - bytes.count)
            let keys = try KeySet(parsing: bytes.span, origin: .init(source: .file))
            #expect(keys.entries.count == count)
            bytes.append(UInt8(ascii: "\n"))
            #expect(throws: KeyFileDefect(.tooLarge, at: bound)) {
                try KeySet(parsing: bytes.span, origin: .init(source: .file))
            }
        }
    }

    @Test func `a list of 256 keys is read and one more is not`() throws {
        let key = try JSONDocument(taking: TestFiles.bytes("Fixtures/keys/entra-1-bare.json")).root
            .text
        let pem = try TestFiles.text("Fixtures/keys/entra-1-public.pem") + "\n"
        func list(_ entries: [String]) -> String {
            "{\"keys\":[" + entries.joined(separator: ",") + "]}"
        }
        func pems(_ count: Int) -> String { String(repeating: pem, count: count) }
        #expect(try KeySet(text: list(Array(repeating: key, count: 256))).keys.count == 256)
        #expect(try KeySet(text: pems(256)).keys.count == 256)
        let tooMany = KeyFileDefect(.tooManyKeys, at: 0)
        #expect(throws: tooMany) { try KeySet(text: list(Array(repeating: key, count: 257))) }
        #expect(throws: tooMany) { try KeySet(text: list(Array(repeating: "0", count: 257))) }
        #expect(throws: tooMany) { try KeySet(text: pems(257)) }
    }

    @Test func `a key list that quotes a PEM block is still a key list`() throws {
        let key = try JSONDocument(taking: TestFiles.bytes("Fixtures/keys/entra-1-bare.json")).root
            .text
        let text = #"{"note":"-----BEGIN PUBLIC KEY-----\n","keys":[\#(key)]}"#
        #expect((try? KeySet(text: text))?.keys.count == 1)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `a damaged key file is read or refused, never worse`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let files = ["entra-v2.json", "chain.pem", "entra-1-certificate.der", "entra-1-public.der"]
        let originals = try files.map { try TestFiles.bytes("Fixtures/keys/\($0)") }
        for _ in 0..<200 {
            var bytes = try #require(originals.randomElement(using: &random))
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] ^= 1 << UInt8(random.next() % 8)
                case 1: bytes.remove(at: place)
                default:
                    bytes.removeLast(Int.random(in: 0...min(9, bytes.count - 1), using: &random))
                }
            }
            do throws(KeyFileDefect) {
                let keys = try KeySet(parsing: bytes.span, origin: .init(source: .file))
                #expect(keys.entries.count == keys.keys.count + keys.skipped.count)
            } catch {
                #expect((0...bytes.count).contains(error.offset), "\(error), seed \(seed)")
            }
        }
    }
}

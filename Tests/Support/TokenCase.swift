public import JOSE
public import StrictJSON
public import TokenCheck

/// A test case of `Fixtures`, in the form that Fixtures/README.md describes.
///
/// A token, a policy, keys and a time, and what must come out.
public struct TokenCase: Sendable, CustomStringConvertible {
    /// What must come out.
    public struct Expectation: Sendable {
        /// accepted, rejected or undecided.
        public let verdict: String
        /// The reason of a rejection.
        public let rejection: String?
        /// The exit code of `check`.
        public let exit: Int64
        /// The status of every check that is violated or undecided.
        public let findings: [String: String]
        /// For checks that are made for each operation the status of each.
        public let operations: [String: [String: String]]
        /// For some checks what was found, as names.
        public let actual: [String: [String]]
        /// For some checks what would have been right, as names.
        public let expected: [String: [String]]
        /// Why policy and manifest cannot both hold.
        public let defect: String?
    }

    /// The file's path.
    public let path: String
    /// The whole file.
    public let document: JSONValue
    /// The token.
    public let token: [UInt8]
    /// The keys.
    public let keys: KeySet
    /// What flags expect of the token.
    public let policy: Policy
    /// The manifest, if there is one.
    public let manifest: Manifest?
    /// The operations that are named.
    public let selected: [String]
    /// When it is judged.
    public let now: Instant
    /// What must come out.
    public let expect: Expectation

    /// The file's path.
    public var description: String { path }

    /// Reads a case and signs its token.
    public init(path: String) throws {
        self.path = path
        let limits = JSONLimits(repeatedNames: .recorded)
        document = try JSONDocument(taking: TestFiles.bytes(path), limits: limits).root
        let fixture = FixtureObject(document, path: path)
        try fixture.allow(
            "about", "policy", "keys", "now", "signedBy", "header", "claims", "signature", "token",
            "expect")
        token = try Self.token(fixture)
        keys = try Self.keys(try fixture.object("keys"))
        let policy = try fixture.object("policy")
        self.policy = try Policy(fixture: policy)
        manifest = try policy.value["manifest"].map {
            try Manifest(parsing: try JSONDocument(taking: Array($0.text.utf8)))
        }
        selected = policy.texts("operation") ?? []
        now = Instant(secondsSince1970: try fixture.integer("now"))
        let expected = try fixture.object("expect")
        try expected.allow(
            "verdict", "rejection", "exit", "findings", "operations", "actual", "expected",
            "defect")
        func names(_ member: String) -> [String: [String]] {
            Self.dictionary(expected.value[member]) { $0.elements.compactMap(\.string) }
        }
        expect = Expectation(
            verdict: try expected.text("verdict"), rejection: expected.value["rejection"]?.string,
            exit: try expected.integer("exit"),
            findings: Self.dictionary(expected.value["findings"]) { $0.string ?? "?" },
            operations: Self.dictionary(expected.value["operations"]) {
                Self.dictionary($0) { $0.string ?? "?" }
            },
            actual: names("actual"), expected: names("expected"),
            defect: expected.value["defect"]?.string)
    }

    private static func dictionary<Value>(_ value: JSONValue?, _ read: (JSONValue) -> Value)
        -> [String: Value]
    {
        Dictionary(
            (value?.members ?? []).map { ($0.name, read($0.value)) },
            uniquingKeysWith: { _, last in last })
    }

    private static func token(_ fixture: FixtureObject) throws -> [UInt8] {
        if let text = fixture.value["token"]?.string { return Array(text.utf8) }
        guard let header = fixture.value["header"], let claims = fixture.value["claims"] else {
            throw TestFault("\(fixture.path): neither token nor header and claims")
        }
        let signer = try Signer(named: try fixture.text("signedBy"))
        let form = fixture.value["signature"]?.string ?? "valid"
        var input = Base64URL.encode(header.text.utf8) + "." + Base64URL.encode(claims.text.utf8)
        var signed = input
        if form == "graph" {
            guard let nonce = header["nonce"]?.string else { throw TestFault("no nonce") }
            let hash = Base64URL.encode(Digest.sha256(Array(nonce.utf8).span))
            let parts = header.text.split(
                separator: nonce, maxSplits: 1, omittingEmptySubsequences: false)
            signed =
                Base64URL.encode((parts[0] + hash + parts[1]).utf8) + "."
                + Base64URL.encode(claims.text.utf8)
        }
        var signature = try signer.signature(of: signed)
        switch form {
        case "valid", "graph": break
        case "empty": signature = []
        case "altered": signature[signature.count - 1] ^= 1
        default: throw TestFault("\(fixture.path): unknown signature \(form)")
        }
        input += "." + Base64URL.encode(signature)
        return Array(input.utf8)
    }

    private static func keys(_ fixture: FixtureObject) throws -> KeySet {
        try fixture.allow("file", "origin", "age")
        guard let source = KeySet.Origin.Source(rawValue: try fixture.text("origin")) else {
            throw TestFault("\(fixture.path): unknown origin")
        }
        guard let file = fixture.value["file"]?.string else {
            return KeySet([], origin: KeySet.Origin(source: source))
        }
        let bytes = try TestFiles.bytes("Fixtures/\(file)")
        return try KeySet(
            parsing: bytes.span, origin: KeySet.Origin(source: source, name: file),
            ageSeconds: fixture.value["age"]?.number?.integer ?? 0)
    }
}

/// An object of a fixture, read strictly: what is missing, misspelt or of the wrong kind is a fault.
public struct FixtureObject {
    /// The object.
    public let value: JSONValue
    let path: String

    init(_ value: JSONValue, path: String) {
        self.value = value
        self.path = path
    }

    func allow(_ names: String...) throws {
        for member in value.members where !names.contains(member.name) {
            throw TestFault("\(path): unknown member \(member.name)")
        }
    }

    func object(_ name: String) throws -> FixtureObject {
        guard let member = value[name], member.kind == .object else {
            throw TestFault("\(path): no object \(name)")
        }
        return FixtureObject(member, path: "\(path) \(name)")
    }

    func text(_ name: String) throws -> String {
        guard let text = value[name]?.string else { throw TestFault("\(path): no text \(name)") }
        return text
    }

    func integer(_ name: String) throws -> Int64 {
        guard let number = value[name]?.number?.integer else {
            throw TestFault("\(path): no integer \(name)")
        }
        return number
    }

    func texts(_ name: String) -> [String]? { value[name]?.elements.compactMap(\.string) }
}

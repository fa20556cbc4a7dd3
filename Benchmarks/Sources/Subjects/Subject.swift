import JOSE
import StrictJSON
import TokenCheck

/// What is measured: a token of a Defender application, its keys, and a policy that asks for a role.
public struct Subject {
    /// The token, about 1.4 kB.
    public private(set) var token: [UInt8]
    /// Entra ID's list of eight keys.
    public private(set) var keys: KeySet
    /// Tenant, resource and a role.
    public private(set) var policy: Policy
    /// A time at which the token is valid.
    public let now = Instant(secondsSince1970: 1_795_425_600)

    /// The bundled token.
    public init() { self.init(token: ProjectFiles.bytes("Fixtures/tokens/defender-xdr-app.jwt")) }

    /// Tokens that differ in their id alone, signed by the same key.
    public func others(_ count: Int) -> [[UInt8]] {
        let claims = Report(on: token.span, keys: .none, policy: Policy(), now: now)
            .unverifiedClaims
        guard let payload = claims.payload?.root.text, let header = claims.header?.root.text,
            let uti = claims.payload?.root["uti"]?.string
        else { fatalError("the bundled token cannot be read") }
        let parts = payload.split(
            separator: uti, maxSplits: 1, omittingEmptySubsequences: false)
        return (0..<count).map { number in
            let digits = String(number)
            let id = String(uti.dropLast(digits.count)) + digits
            return TestKey.token(
                header: header, payload: parts[0] + id + parts[1], keyName: "entra-1")
        }
    }

    /// The same with as many group ids as fill the token up to a size.
    public init(tokenBytes: Int) {
        let plain = Subject()
        guard
            let payload = Report(
                on: plain.token.span, keys: .none, policy: Policy(), now: plain.now
            )
            .unverifiedClaims.payload?.root.text,
            let header = Report(on: plain.token.span, keys: .none, policy: Policy(), now: plain.now)
                .unverifiedClaims.header?.root.text
        else { fatalError("the bundled token cannot be read") }
        // A group takes 39 bytes of JSON, which are 52 characters of the token.
        let count = max(0, (tokenBytes - plain.token.count) / 52)
        let groups = (0..<count).map {
            "\"00000000-0000-4000-8000-\(String(1_000_000_000_000 + $0).dropFirst())\""
        }
        let claims =
            String(payload.dropLast()) + ",\"groups\":[" + groups.joined(separator: ",") + "]}"
        self.init(token: TestKey.token(header: header, payload: claims, keyName: "entra-1"))
    }

    /// The bundled token under a manifest of so many operations, each of which it can do, with something forbidden.
    public init(operations: Int) {
        self.init()
        let needs = (0..<operations).map { number in
            let held = number % 2 == 0 ? "Incident.Read.All" : "AdvancedHunting.Read.All"
            return
                "\"operation.\(number)\":{\"application\":{\"any\":[\"\(held)\",\"Thing\(number).Read.All\"]}}"
        }
        let text =
            "{\"tokcheck\":1,\"token\":{\"resource\":\"defender-xdr\"},\"operations\":{"
            + needs.joined(separator: ",")
            + "},\"forbid\":{\"application\":[\"*.ReadWrite.All\",\"CustomDetections.*\"]}}"
        policy.operations = []
        guard let document = try? JSONDocument(taking: Array(text.utf8)),
            let manifest = try? Manifest(parsing: document),
            let narrowed = try? manifest.narrowing(policy)
        else { fatalError("the manifest cannot be used") }
        policy = narrowed
    }

    private init(token: [UInt8]) {
        self.token = token
        let file = ProjectFiles.bytes("Fixtures/keys/entra-v2.json")
        guard let keys = try? KeySet(parsing: file.span, origin: KeySet.Origin(source: .file))
        else {
            fatalError("the bundled keys cannot be read")
        }
        self.keys = keys
        var policy = Policy()
        policy.tenants = .only(["1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801"])
        policy.audiences = .resource(.defenderXDR)
        policy.operations = [
            Operation(
                name: "incidents.list", application: .permission("Incident.Read.All"),
                delegated: nil)
        ]
        self.policy = policy
    }

    /// The header and payload of the bundled token.
    private static func parts() -> (header: String, payload: String) {
        let plain = Subject()
        let claims = Report(on: plain.token.span, keys: .none, policy: Policy(), now: plain.now)
            .unverifiedClaims
        guard let payload = claims.payload?.root.text, let header = claims.header?.root.text else {
            fatalError("the bundled token cannot be read")
        }
        return (header, payload)
    }

    private static let keyID = "0GFWt6lE8VIJBIV0--V5LUYVGpg"

    /// The bundled token signed by another key.
    public init(signedBy key: RSAKey) {
        self.init()
        let (header, payload) = Self.parts()
        token = key.token(header: header, payload: payload)
        keys = KeySet(
            [.usable(key.verificationKey(named: Self.keyID))],
            origin: KeySet.Origin(source: .file))
    }

    /// The bundled token and so many keys, of which the last one has signed.
    public init(keys count: Int) {
        self.init()
        guard let own = keys.keys.first(where: { $0.keyID == Self.keyID }) else {
            fatalError("no key")
        }
        let key = RSAKey(bits: 2048)
        let name = { (number: Int) in String(Self.keyID.dropLast(3)) + String(100 + number % 900) }
        keys = KeySet(
            (1..<max(1, count)).map { .usable(key.verificationKey(named: name($0))) } + [
                .usable(own)
            ], origin: KeySet.Origin(source: .file))
    }

    /// The bare verification of the same token.
    public var bare: BareVerify { BareVerify(token: token, keyName: "entra-1") }
}

extension Report {
    /// Whether the token was accepted; a benchmark of refusals would measure something else.
    public var isAccepted: Bool {
        if case .accepted = verdict { return true }
        return false
    }
}

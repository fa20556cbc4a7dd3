internal import Foundation
public import StrictJSON
public import TokenCheck

/// An answer of a server as somebody saved it, in the form that Fixtures/README.md describes.
///
/// A token that such an answer would be about, and what must be read from it.
public struct AnswerCase: Sendable, CustomStringConvertible {
    /// The file's path.
    public let path: String
    /// The answer.
    public let answer: [UInt8]
    /// The claims of the token that was sent.
    public let claims: JSONValue
    /// The path of the fixture whose token was sent, if it is one.
    public let tokenPath: String?
    /// The HTTP status.
    public let status: Int?
    /// The server's time.
    public let date: Int64?
    /// What the body is.
    public let body: ServerAnswer.Body
    /// Whether the answer is longer than what is read.
    public let isCut: Bool
    /// What the server says.
    public let statements: [ServerAnswer.Statement]

    /// The file's path.
    public var description: String { path }

    /// Every case.
    public static let paths =
        (try? TestFiles.paths(below: "Fixtures/answers", suffix: ".json")) ?? []

    /// Reads a case.
    public init(path: String) throws {
        self.path = path
        let root = try JSONDocument(taking: TestFiles.bytes(path)).root
        let fixture = FixtureObject(root, path: path)
        try fixture.allow("about", "answer", "answerBase64", "token", "expect")
        guard try !fixture.text("about").isEmpty else { throw TestFault("\(path): about nothing") }
        answer = try Self.answer(fixture)
        tokenPath = root["token"]?.string
        claims = try Self.claims(fixture)
        let expected = try fixture.object("expect")
        try expected.allow("status", "date", "body", "isCut", "statements")
        status = try expected.optionalInteger("status").map { Int($0) }
        date = try expected.optionalInteger("date")
        guard let body = ServerAnswer.Body(rawValue: try expected.text("body")) else {
            throw TestFault("\(path): unknown body")
        }
        self.body = body
        guard let isCut = expected.value["isCut"]?.boolean,
            let statements = expected.value["statements"], statements.kind == .array
        else { throw TestFault("\(path): no isCut or statements") }
        self.isCut = isCut
        self.statements = try statements.elements.map {
            try ServerAnswer.Statement(fixture: FixtureObject($0, path: "\(path) statements"))
        }
    }

    private static func answer(_ fixture: FixtureObject) throws -> [UInt8] {
        switch (fixture.value["answer"]?.string, fixture.value["answerBase64"]?.string) {
        case (let text?, nil): return Array(text.utf8)
        case (nil, let text?):
            guard let data = Data(base64Encoded: text) else {
                throw TestFault("\(fixture.path): answerBase64 is not base64")
            }
            return Array(data)
        default: throw TestFault("\(fixture.path): answer or answerBase64, one of them")
        }
    }

    private static func claims(_ fixture: FixtureObject) throws -> JSONValue {
        if let path = fixture.value["token"]?.string {
            guard path.hasPrefix("Fixtures/shapes/") || path.hasPrefix("Fixtures/checks/") else {
                throw TestFault("\(fixture.path): no fixture with a token")
            }
            let limits = JSONLimits(repeatedNames: .recorded)
            let other = try JSONDocument(taking: TestFiles.bytes(path), limits: limits).root
            return try FixtureObject(other, path: path).object("claims").value
        }
        return try fixture.object("token").value
    }
}

extension ServerAnswer.Statement {
    /// Reads `{"kind": {members}}`; a member that may be unknown to the server may be absent.
    init(fixture: FixtureObject) throws {
        guard fixture.value.kind == .object, let kind = fixture.value.members.first?.name,
            fixture.value.members.count == 1
        else { throw TestFault("\(fixture.path): one kind for each statement") }
        let value = try fixture.object(kind)
        switch kind {
        case "missing-roles":
            try value.allow("anyOf", "seen")
            self = .missingRoles(anyOf: try value.list("anyOf"), seen: value.texts("seen"))
        case "missing-scopes":
            try value.allow("anyOf")
            self = .missingScopes(anyOf: try value.list("anyOf"))
        case "inactive":
            try value.allow("reason")
            self = .inactive(reason: try value.text("reason"))
        case "wrong-audience":
            try value.allow("seen", "accepted")
            self = .wrongAudience(
                seen: try value.optionalText("seen"), accepted: try value.list("accepted"))
        case "expired":
            try value.allow("at")
            self = .expired(at: try value.optionalInteger("at"))
        case "wrong-issuer":
            try value.allow("seen")
            self = .wrongIssuer(seen: try value.optionalText("seen"))
        case "claims-challenge":
            try value.allow("error", "claims", "notBefore")
            self = .claimsChallenge(
                error: try value.optionalText("error"), claims: try value.optionalText("claims"),
                notBefore: try value.optionalInteger("notBefore"))
        case "sign-in":
            try value.allow("number", "error")
            self = .signIn(
                number: Int(try value.integer("number")), error: try value.optionalText("error"))
        case "throttled":
            try value.allow("retryAfterSeconds")
            self = .throttled(retryAfterSeconds: try value.optionalInteger("retryAfterSeconds"))
        case "other":
            try value.allow("code", "message")
            self = .other(
                code: try value.optionalText("code"), message: try value.optionalText("message"))
        default:
            try value.allow()
            guard let plain = Self.plain[kind] else {
                throw TestFault("\(fixture.path): unknown statement \(kind)")
            }
            self = plain
        }
    }

    private static let plain: [String: ServerAnswer.Statement] = [
        "not-provisioned": .notProvisioned, "bad-signature": .badSignature,
        "unreadable-token": .unreadableToken, "no-token": .noToken,
        "missing-user-role": .missingUserRole,
    ]
}

extension FixtureObject {
    fileprivate func list(_ name: String) throws -> [String] {
        guard let list = texts(name), value[name]?.kind == .array else {
            throw TestFault("\(path): no list \(name)")
        }
        return list
    }

    fileprivate func optionalText(_ name: String) throws -> String? {
        value[name] == nil ? nil : try text(name)
    }

    fileprivate func optionalInteger(_ name: String) throws -> Int64? {
        value[name] == nil ? nil : try integer(name)
    }
}

import JOSE
import TokenCheck

/// A token whose header is `{"alg":"RS256","kid":"a"}` and whose claims are those of an application with one role.
private let token =
    Array(
        "eyJhbGciOiJSUzI1NiIsImtpZCI6ImEifQ.eyJhdWQiOiJodHRwczovL2FwaS5zZWN1cml0eWNlbnRlci5taWNyb3NvZnQuY29tIiwi"
            .utf8)
    + Array(
        "aWF0IjoxNzk1NDI0MTAwLCJleHAiOjE3OTU0MjgwMDAsIm9pZCI6ImEiLCJzdWIiOiJhIiwicm9sZXMiOlsiTWFjaGluZS5Jc29sYXRlIl19.AA"
            .utf8)

private let report = Report(
    on: token.span, keys: .none, policy: Policy(), now: Instant(secondsSince1970: 1_795_425_000))

/// No answer traps; reading is repeatable, what is kept of it is short, and few causes come out.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzAnswer(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    let answer = ServerAnswer(reading: input.span)
    guard answer == ServerAnswer(reading: input.span) else { fatalError("not repeatable") }
    guard answer.statements.count <= 32, answer.challenges.count <= 16, !answer.isCut else {
        fatalError("too much is said")
    }
    guard answer.statements.allSatisfy({ texts($0).allSatisfy { $0.utf8.count <= 2048 } }) else {
        fatalError("too much is kept")
    }
    for statement in answer.statements {
        if case .missingRoles(let anyOf, let seen) = statement { check(anyOf + (seen ?? [])) }
        if case .missingScopes(let anyOf) = statement { check(anyOf) }
        if case .wrongAudience(_, let accepted) = statement { check(accepted) }
        if case .throttled(let seconds?) = statement, seconds < 0 { fatalError("before now") }
    }
    var surroundings = Surroundings()
    surroundings.answer = answer
    let search = CauseSearch(explaining: report, on: token.span, surroundings: surroundings)
    if search.causes.count > 12 { fatalError("too many causes") }
    return 0
}

private func check(_ names: [String]) {
    // Two lists of 64 names, or those of a challenge that names 2,048 bytes.
    if names.count > 128 { fatalError("too many names") }
    if names.contains(where: { $0.isEmpty || $0.utf8.count > 2048 }) { fatalError("no name") }
}

private func texts(_ statement: ServerAnswer.Statement) -> [String] {
    switch statement {
    case .inactive(let reason): [reason]
    case .claimsChallenge(let error, let claims, _): [error, claims].compactMap(\.self)
    case .signIn(_, let error): [error].compactMap(\.self)
    case .other(let code, let message): [code, message].compactMap(\.self)
    case .wrongIssuer(let seen), .wrongAudience(let seen, _): [seen].compactMap(\.self)
    case .missingRoles, .missingScopes, .notProvisioned, .expired, .badSignature,
        .unreadableToken, .noToken, .throttled, .missingUserRole:
        []
    }
}

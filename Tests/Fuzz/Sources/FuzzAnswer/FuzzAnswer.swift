import TokenCheck

/// No answer traps; reading is repeatable, and what is kept of it is short.
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

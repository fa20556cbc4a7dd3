/// Finds the phrases of servers in one text, in one pass.
struct PhraseScan {
    private(set) var statements: [ServerAnswer.Statement] = []
    private(set) var steps = 0
    private var text: PhraseText

    /// One message says one thing or two; what repeats itself is not read to its end.
    private static let mostMatches = 32

    /// What is looked for.
    enum Scope {
        /// Every phrase.
        case all
        /// The numbers of Entra ID alone, as in a web page, whose other words are not an API's.
        case signInNumbers
    }

    /// Reads a text.
    /// - Parameters:
    ///   - bytes: The text, in UTF-8 or not.
    ///   - isWhole: Whether its end is there; else a name that touches the end is not taken.
    ///   - scope: What is looked for.
    init(of bytes: [UInt8], isWhole: Bool, scope: Scope = .all) {
        text = PhraseText(bytes: bytes, isWhole: isWhole)
        var matches = 0
        var isWordStart = true
        let table = AnswerPhrase.byFirstByte
        for position in bytes.indices where matches < Self.mostMatches {
            let byte = bytes[position]
            defer { isWordStart = !byte.isLetterOrDigit }
            steps += 1
            guard isWordStart, !table[Int(byte.lowered)].isEmpty else { continue }
            for phrase in table[Int(byte.lowered)] {
                guard isThere(phrase, at: position) else { continue }
                if scope == .signInNumbers, phrase.meaning != .signInNumber { continue }
                matches += 1
                take(phrase, at: position)
                break
            }
        }
        steps += text.steps
        // Entra ID's own text explains what happened at the sign-in; its words about tokens mean other tokens.
        let signIns = statements.filter { if case .signIn = $0 { true } else { false } }
        if !signIns.isEmpty { statements = signIns }
    }

    /// The seconds after which a server that is asked too often wants to be asked again, as its message says.
    static func delay(in bytes: [UInt8], isWhole: Bool) -> Int64? {
        var text = PhraseText(bytes: bytes, isWhole: isWhole)
        return text.delay(from: 0)
    }

    private mutating func isThere(_ phrase: AnswerPhrase, at position: Int) -> Bool {
        guard text.bytes.count - position >= phrase.words.count else { return false }
        for (offset, byte) in phrase.words.enumerated() {
            steps += 1
            guard text.bytes[position + offset].lowered == byte else { return false }
        }
        return true
    }

    private mutating func take(_ phrase: AnswerPhrase, at start: Int) {
        let end = start + phrase.words.count
        switch phrase.meaning {
        case .permissions(let form): statements.append(permissions(form, end))
        case .noUserRole: statements.append(.missingUserRole)
        case .inactive:
            let reason = String(decoding: text.bytes[start..<end], as: UTF8.self)
            statements.append(.inactive(reason: reason))
        case .notProvisioned: statements.append(.notProvisioned)
        case .audience(let form): takeAudience(form, end)
        case .expired: statements.append(.expired(at: nil))
        case .expiredAt:
            let time = text.quoted(from: end, within: 24)
            statements.append(.expired(at: time.flatMap { MessageTime.seconds($0) }))
        case .signature: statements.append(.badSignature)
        case .issuer(let form): takeIssuer(form, end)
        case .unreadable: statements.append(.unreadableToken)
        case .noToken: statements.append(.noToken)
        case .freshTokenWanted:
            statements.append(.claimsChallenge(error: nil, claims: nil, notBefore: nil))
        case .throttled: statements.append(.throttled(retryAfterSeconds: text.delay(from: end)))
        case .signInNumber:
            if let number = text.number(from: end) {
                statements.append(.signIn(number: number, error: nil))
            }
        }
    }

    private mutating func permissions(_ form: PermissionPhrase, _ end: Int)
        -> ServerAnswer.Statement
    {
        switch form {
        case .roleList:
            let required = text.names(from: end)
            let tail = text.end(of: "application roles:", from: required.end, within: 4)
            let seen = tail.map { text.names(from: $0).names }
            return .missingRoles(anyOf: required.names, seen: seen)
        case .scopeList: return .missingScopes(anyOf: text.names(from: end).names)
        case .quotedRoles:
            let required = text.quotedNames(behind: "api requires one of", from: end)
            let seen =
                text.quotedNames(behind: "roles on the request", from: end)
                ?? text.quotedNames(behind: "application has", from: end)
            return .missingRoles(anyOf: required ?? [], seen: seen)
        case .quotedScopes:
            let required = text.quotedNames(behind: "api requires one of", from: end)
            return .missingScopes(anyOf: required ?? [])
        case .rolesUnnamed: return .missingRoles(anyOf: [], seen: nil)
        case .scopesUnnamed: return .missingScopes(anyOf: [])
        }
    }

    private mutating func takeAudience(_ form: AudiencePhrase, _ end: Int) {
        var seen: ArraySlice<UInt8>?
        var accepted: [ArraySlice<UInt8>] = []
        switch form {
        case .quoted:
            seen = text.quoted(from: end, within: 4)
            if let list = text.end(of: "allowed audiences", from: end, within: 512) {
                accepted = text.quotedList(from: list)
            }
        case .expectedFound:
            if let word = text.end(of: "expected ", from: end, within: 8) {
                accepted = [text.word(from: word)].compactMap(\.self)
            }
            if let word = text.end(of: "found", from: end, within: 256) {
                seen = text.word(from: word)
            }
        case .settings:
            seen = text.quoted(behind: "audiences:", from: end, within: 16)
            for name in ["validaudience:", "validaudiences:"] as [String] {
                let list = text.quoted(behind: name, from: end, within: 1024)
                accepted += (list ?? []).split(separator: UInt8(ascii: ",")).map(\.trimmed)
            }
        case .invalid:
            guard let value = text.quoted(from: end - 1, within: 1),
                text.end(of: "' is invalid", from: value.endIndex, within: 0) != nil
            else { return }
            seen = value
        case .unnamed: break
        }
        statements.append(
            .wrongAudience(
                seen: seen.flatMap(PhraseText.value),
                accepted: PhraseText.values(accepted)))
    }

    private mutating func takeIssuer(_ form: IssuerPhrase, _ end: Int) {
        var seen: ArraySlice<UInt8>?
        switch form {
        case .quoted: seen = text.quoted(from: end, within: 4)
        case .settings: seen = text.quoted(behind: "issuer:", from: end, within: 16)
        case .invalid:
            guard let value = text.quoted(from: end - 1, within: 1),
                text.end(of: "' is invalid", from: value.endIndex, within: 0) != nil
            else { return }
            seen = value
        case .expectedFound:
            if let word = text.end(of: "found", from: end, within: 256) {
                seen = text.word(from: word)
            }
        case .unnamed: break
        }
        statements.append(.wrongIssuer(seen: seen.flatMap(PhraseText.value)))
    }
}

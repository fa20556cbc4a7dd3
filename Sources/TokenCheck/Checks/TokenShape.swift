internal import JOSE
internal import StrictJSON

// What a text must be before anything in it can be judged.
extension Check {
    static let tokenPresent = Check(
        code: "token-present",
        meaning: "there is something to check",
        reference: "RFC 7519 §7.2",
        checkClass: .form
    ) { $0.form { $0 == .empty } }

    static let tokenSize = Check(
        code: "token-size",
        meaning: "the token is not larger than the limit, 64 KiB unless the policy says otherwise",
        reference: "RFC 8725 §3.4",
        checkClass: .form,
        needs: ["token-present"]
    ) {
        $0.form {
            if case .tooLarge = $0 { true } else { false }
        }
    }

    static let tokenNotOpaque = Check(
        code: "token-not-opaque",
        meaning:
            "the text is not a ticket, refresh token, web page or other text only its issuer reads",
        reference: "Entra ID access tokens",
        checkClass: .form,
        needs: ["token-size"]
    ) {
        $0.form {
            if case .opaque = $0 { true } else { false }
        }
    }

    static let tokenNotEncrypted = Check(
        code: "token-not-encrypted",
        meaning: "the token is not a JWE, which only its recipient can open",
        reference: "RFC 7516 §7.1",
        checkClass: .form,
        needs: ["token-not-opaque"]
    ) { $0.form { $0 == .encrypted } }

    static let tokenSegments = Check(
        code: "token-segments",
        meaning: "the token has exactly three parts, and header and payload are not empty",
        reference: "RFC 7515 §7.1",
        checkClass: .form,
        needs: ["token-not-encrypted"]
    ) {
        $0.form {
            switch $0 {
            case .segmentCount, .emptySegment: true
            default: false
            }
        }
    }

    static let segmentEncoding = Check(
        code: "segment-encoding",
        meaning: "each part is canonical base64url without padding",
        reference: "RFC 7515 §2",
        checkClass: .form,
        needs: ["token-segments"]
    ) {
        $0.form {
            if case .encoding = $0 { true } else { false }
        }
    }

    static let headerJSON = Check(
        code: "header-json",
        meaning: "the header is one strict JSON object in UTF-8",
        reference: "RFC 7515 §4",
        checkClass: .form,
        needs: ["segment-encoding"]
    ) { evidence in
        evidence.headerDefect.map { .violated(.json(.header, $0)) } ?? .satisfied
    }

    static let payloadJSON = Check(
        code: "payload-json",
        meaning: "the payload is one strict JSON object in UTF-8",
        reference: "RFC 7519 §7.2",
        checkClass: .form,
        needs: ["segment-encoding"]
    ) { evidence in
        evidence.payloadDefect.map { .violated(.json(.payload, $0)) } ?? .satisfied
    }

    static let namesUnique = Check(
        code: "names-unique",
        meaning:
            "no object names a member twice, and tid stands there once whatever its letter case",
        reference: "RFC 7519 §4",
        checkClass: .trust,
        needs: ["header-json", "payload-json"]
    ) { evidence in
        if let offset = evidence.header?.document.firstRepeatedName {
            return .violated(.repeated(.header, offset: offset))
        }
        if let offset = evidence.payload?.firstRepeatedName {
            return .violated(.repeated(.payload, offset: offset))
        }
        guard evidence.claims.tenantSpellings <= 1 else {
            return .violated(.tenantSpellings(evidence.claims.tenantSpellings))
        }
        return .satisfied
    }
}

extension Evidence {
    /// Violated by the token's defect if it is of the kind that the check looks for.
    fileprivate func form(_ isSubject: (TokenDefect) -> Bool) -> Outcome {
        guard let tokenDefect, isSubject(tokenDefect) else { return .satisfied }
        return .violated(.token(tokenDefect))
    }
}

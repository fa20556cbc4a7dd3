/// What a phrase in the words of a server says, and so what is looked for behind it.
enum PhraseMeaning: Equatable {
    case permissions(PermissionPhrase)
    case noUserRole
    case inactive
    case notProvisioned
    case audience(AudiencePhrase)
    case expired
    /// Expired, and the time may follow.
    case expiredAt
    case signature
    case issuer(IssuerPhrase)
    case unreadable
    case noToken
    case freshTokenWanted
    case throttled
    case signInNumber
}

/// Where names stand behind a phrase about permissions.
enum PermissionPhrase {
    /// Roles in a row, and behind them those that the token has.
    case roleList
    case scopeList
    /// Graph's own sentence, with the names in quotes.
    case quotedRoles
    case quotedScopes
    case rolesUnnamed
    case scopesUnnamed
}

/// Where the audiences stand behind a phrase.
enum AudiencePhrase {
    /// Azure Resource Manager: each in quotes.
    case quoted
    /// Key Vault: expected this, found that.
    case expectedFound
    /// .NET's libraries: behind the names of their settings.
    case settings
    /// ASP.NET: quoted before "is invalid".
    case invalid
    case unnamed
}

/// Where the issuer stands behind a phrase.
enum IssuerPhrase {
    case quoted
    case expectedFound
    case settings
    case invalid
    case unnamed
}

/// The phrases by which servers are understood, in lower case; each must begin where a word does.
///
/// Numbers behind IDX are those of Microsoft's .NET libraries, behind AADSTS those of Entra ID.
struct AnswerPhrase {
    let words: [UInt8]
    let meaning: PhraseMeaning

    /// For each byte the phrases that begin with it.
    static let byFirstByte: [[AnswerPhrase]] = {
        var table = [[AnswerPhrase]](repeating: [], count: 256)
        for (meaning, texts) in all {
            for text in texts {
                let words = Array(text.utf8)
                guard let first = words.first else { continue }
                table[Int(first)].append(AnswerPhrase(words: words, meaning: meaning))
            }
        }
        return table
    }()

    private static let all: [(PhraseMeaning, [String])] = [
        // Defender, and the security endpoints of Graph.
        (.permissions(.roleList), ["api required roles:"]),
        (.permissions(.scopeList), ["api required scopes:"]),
        (.permissions(.rolesUnnamed), ["missing application roles"]),
        (.inactive, ["account mode is inactive", "no tvm license"]),
        (.notProvisioned, ["account is not provisioned"]),
        // Graph.
        (.permissions(.quotedRoles), ["missing role permissions on the request"]),
        (.permissions(.quotedScopes), ["missing scope permissions on the request"]),
        (.permissions(.scopesUnnamed), ["required scopes are missing"]),
        (.noUserRole, ["user is not in the allowed roles", "user does not have valid roles"]),
        (
            .inactive,
            [
                "tenant is not a b2c tenant and doesn't have premium license",
                "tenant doesn't have premium license",
            ]
        ),
        (
            .freshTokenWanted,
            [
                "continuous access evaluation resulted in", "tokenissuedbeforerevocationtimestamp",
                "tokencreatedwithoutdatedpolicies",
            ]
        ),
        // Audiences: Azure Resource Manager, Key Vault, .NET.
        (.audience(.quoted), ["wrong audience or resource"]),
        (.audience(.expectedFound), ["invalid audience"]),
        (.audience(.settings), ["audience validation failed"]),
        (.audience(.invalid), ["the audience '"]),
        (.audience(.unnamed), ["idx10214", "idx10206", "idx10208"]),
        // Times.
        (.expiredAt, ["token is expired", "token expired at", "token expiry utc time"]),
        (.expired, ["token has expired", "idx10223", "reason code: 80049228"]),
        // Signatures and keys.
        (
            .signature,
            [
                "idx10500", "idx10501", "idx10503", "idx10504", "idx10508", "idx10511", "idx10516",
                "idx10517", "signature validation failed", "signature verification failed",
                "signature is invalid", "signature key was not found", "invalid signature",
                "invalid x5t claim",
            ]
        ),
        // Issuers.
        (.issuer(.quoted), ["wrong issuer"]),
        (.issuer(.settings), ["issuer validation failed", "idx40001"]),
        (.issuer(.invalid), ["the issuer '"]),
        (.issuer(.expectedFound), ["invalid issuer"]),
        (.issuer(.unnamed), ["idx10205", "idx10211", "idx40002"]),
        // Texts that are no token, and none at all.
        (
            .unreadable,
            [
                "compacttoken parsing failed", "jwt is not well formed", "idx14100", "idx14101",
                "idx14102", "idx12709", "idx12723", "idx12729", "idx12741",
                "jwt must have three segments",
            ]
        ),
        (
            .noToken,
            [
                "access token is empty", "'authorization' header is missing",
                "authorization header is missing", "request is missing a bearer",
            ]
        ),
        (.throttled, ["rate limit is exceeded", "too many requests"]),
        (.signInNumber, ["aadsts"]),
    ]
}

internal import ArgumentParser
internal import EntraID
internal import JOSE

/// A way to a token.
enum GrantArgument: String, ExpressibleByArgument, CaseIterable {
    case device, browser, secret, certificate, federated, refresh
    case managedIdentity = "managed-identity"

    /// All of them, for messages.
    static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// A version of the authority's endpoints.
enum EndpointArgument: String, ExpressibleByArgument, CaseIterable {
    case v1, v2
}

/// What the sign-in page is asked to do.
enum PromptArgument: String, ExpressibleByArgument, CaseIterable {
    case login
    case selectAccount = "select_account"
    case consent

    /// The same for the library.
    var prompt: BrowserOptions.Prompt {
        switch self {
        case .login: .login
        case .selectAccount: .selectAccount
        case .consent: .consent
        }
    }
}

/// How an assertion is signed.
enum AssertionArgument: String, ExpressibleByArgument, CaseIterable {
    case ps256 = "PS256"
    case rs256 = "RS256"

    /// The same for the library.
    var scheme: SigningCertificate.Scheme {
        switch self {
        case .ps256: .ps256
        case .rs256: .rs256
        }
    }
}

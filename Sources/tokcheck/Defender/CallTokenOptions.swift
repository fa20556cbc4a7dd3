internal import ArgumentParser
internal import DefenderXDR
internal import EntraID
internal import JOSE
internal import Reporting
internal import StrictJSON
internal import TokenCheck
internal import Transport

/// The token of a call: one that there is, or one that is signed in for.
struct CallTokenOptions: ParsableArguments {
    @OptionGroup(title: "The token") var source: TokenOptions
    @OptionGroup(title: "Its tenant, or a new token")
    var signIn: SignInOptions
    // The help of `token get` explains them; here they would bury what is about incidents.
    @OptionGroup(visibility: .hidden) var user: UserOptions
    @OptionGroup(visibility: .hidden) var proof: ProofOptions

    /// Whether standard input is taken for the token or for the secret that gets one.
    var takesStandardInput: Bool {
        signIn.grant == nil ? source.takesStandardInput : proof.clientSecretStdin
    }

    /// Where the token comes from; one that there is is read.
    /// - Parameters:
    ///   - target: For which API it is; a sign-in tells the cloud and perhaps the tenant.
    ///   - display: How text looks, and whether anything may be asked.
    ///   - program: The world around.
    /// - Returns: The token, or the sign-in that brings it.
    /// - Throws: ``CommandFault`` for two tokens, none, or a sign-in for another API.
    func callToken(
        for target: DefenderOptions.Target, _ display: DisplayOptions, in program: Program
    ) throws(CommandFault) -> CallToken {
        let flags = SignInFlags(signIn, user, proof)
        guard let grant = signIn.grant else {
            try flags.refuseAll()
            return .given(
                try source.token(in: program, noInput: display.noInput, joiningLines: .never))
        }
        guard !source.isNamed else {
            throw .usage(
                "two tokens: one that is there, and --grant", hint: "leave out one of them")
        }
        let resource = target.backend.resource
        let variables = try PolicyVariables(signIn.noEnv ? [:] : program.environment)
        let signingIn = try PlannedSignIn(
            flags, variables, grant: grant,
            needed: { _ throws(CommandFault) in .resource(resource) }, display, in: program)
        guard signingIn.plan.target.knownResource == resource else {
            throw .usage(
                "\(signIn.resource == nil ? "--oauth-scope" : "--resource"): the API that is asked "
                    + "takes tokens for \(resource.name) only",
                hint: "leave it out, or choose the API with --backend")
        }
        return .signIn(signingIn)
    }
}

/// The token of a call before there is a way to the network.
enum CallToken {
    /// It was given.
    case given(FoundToken)
    /// It is signed in for, and kept in memory only.
    case signIn(PlannedSignIn)

    /// What must be said of the taking.
    var notes: [String] {
        switch self {
        case .given(let token): token.notes
        case .signIn: []
        }
    }

    /// The token, and how the client gets the next one, if nobody need be there for that.
    /// - Parameters:
    ///   - target: Is told the cloud and the tenant of a sign-in.
    ///   - exchange: The way to the authority.
    /// - Returns: The token, and what gets the next one, if that is possible.
    /// - Throws: ``CommandFault`` when the authority gives none.
    func token(for target: inout DefenderOptions.Target, by exchange: (any HTTPExchange)?)
        async throws(CommandFault) -> (FoundToken, renewal: DefenderClient.Renewal?)
    {
        switch self {
        case .given(let token): return (token, nil)
        case .signIn(let signingIn):
            let issued = try await signingIn.issued(by: exchange)
            target.tenant = issued.tenant?.lowercased() ?? target.tenant
            let token = FoundToken(bytes: issued.bytes, form: .tokenResponse)
            guard signingIn.isRepeatable else { return (token, nil) }
            return (token, { try await signingIn.issuedAgain(by: exchange).bytes })
        }
    }
}

extension IssuedToken {
    /// The token's bytes, which are sent.
    fileprivate var bytes: [UInt8] { accessToken.withBytes { [UInt8](copying: $0) } }
}

internal import EntraID
internal import JOSE
internal import StrictJSON
internal import TokenCheck
internal import Transport

/// A sign-in that flags ask for: everything that it needs is known and read, and nothing was sent.
struct PlannedSignIn: Sendable {
    /// What is asked for.
    let plan: SignInPlan
    private let flags: SignInFlags
    private let credentials: Credentials
    private let screen: SignInScreen
    private let program: Program

    /// Plans.
    /// - Parameters:
    ///   - flags: The flags.
    ///   - variables: The variables that count.
    ///   - grant: The way to the token.
    ///   - needed: For what a token is needed when no flag says it.
    ///   - handout: What becomes of the token beside a call.
    ///   - display: How text looks.
    ///   - program: The world around.
    /// - Throws: ``CommandFault`` for flags that make no sense, and files that cannot be read.
    init(
        _ flags: SignInFlags, _ variables: PolicyVariables, grant: GrantArgument,
        needed: (Cloud) throws(CommandFault) -> SignInTarget?, handout: HandoutOptions? = nil,
        _ display: DisplayOptions, in program: Program
    ) throws(CommandFault) {
        try flags.refuseOthers(than: grant)
        self.flags = flags
        self.program = program
        plan = try SignInPlan(
            flags.signIn, variables, grant: grant, needed: needed, in: program)
        credentials = try Credentials(plan, flags.user, flags.proof, flags.signIn, in: program)
        try OutputNames(handout, flags.user, flags.proof).refuseUnwritable()
        screen = SignInScreen(display, program: program, opensBrowser: !flags.user.noBrowser)
    }

    /// Signs in.
    /// - Throws: ``CommandFault``, with the words for whatever went wrong.
    func issued(by exchange: (any HTTPExchange)?) async throws(CommandFault) -> IssuedToken {
        try await issued(by: exchange, with: credentials)
    }

    /// Whether it can be done again without anybody at the screen.
    var isRepeatable: Bool {
        switch plan.grant {
        case .device, .browser: false
        case .secret, .certificate, .federated, .refresh, .managedIdentity: true
        }
    }

    /// Signs in again; what the platform replaces from time to time is read anew.
    func issuedAgain(by exchange: (any HTTPExchange)?) async throws(CommandFault) -> IssuedToken {
        switch plan.grant {
        case .federated, .refresh:
            try await issued(
                by: exchange,
                with: try Credentials(plan, flags.user, flags.proof, flags.signIn, in: program))
        case .device, .browser, .secret, .certificate, .managedIdentity:
            try await issued(by: exchange)
        }
    }

    private func issued(by exchange: (any HTTPExchange)?, with credentials: Credentials)
        async throws(CommandFault) -> IssuedToken
    {
        guard let exchange else {
            throw CommandFault(
                exit: .api, code: "network", message: "this build has no network",
                hint: "build without TOKCHECK_CORE_ONLY")
        }
        let issued = try await SignInRun(
            plan: plan, credentials: credentials, user: flags.user, exchange: exchange,
            screen: screen, program: program
        ).issued()
        // It may have taken the place of the old one: whatever the token is worth, it must not be lost.
        if let file = flags.user.refreshTokenFile { try keepRefreshToken(of: issued, in: file) }
        return issued
    }

    private func keepRefreshToken(of issued: IssuedToken, in file: String) throws(CommandFault) {
        guard let token = issued.refreshToken else {
            // With a grant that brings none anew the old one goes on serving.
            if plan.grant != .refresh {
                StandardStreams.printError(
                    "tokcheck: note: no refresh token came; does the registration allow offline_access?\n"
                )
            }
            return
        }
        let text = token.withBytes { String(decoding: [UInt8](copying: $0), as: UTF8.self) }
        try OutputFile.write(text + "\n", to: file, for: .owner)
    }
}

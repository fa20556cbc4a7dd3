internal import ArgumentParser
internal import EntraID
internal import Reporting
internal import TokenCheck

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// `tokcheck token get`: signs in, looks at the token, and hands it out.
struct TokenGetCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Sign in and get a token.",
        discussion: """
            The token is held against what it must be good for before it is handed out: to
            standard output if that is no terminal, or to a file that only you may read.
            Secrets come from files, standard input or named variables; nothing is kept.

            tokcheck token get --grant device --tenant contoso.com --client-id GUID \\
              --resource defender-xdr --out token.jwt
            tokcheck token get --grant certificate --certificate app.pem --tenant GUID \\
              --client-id GUID --manifest tokcheck.yaml --operation incidents.list | …
            """
    )

    @OptionGroup(title: "Which token") var signIn: SignInOptions
    @OptionGroup(title: "A user's sign-in") var user: UserOptions
    @OptionGroup(title: "An application's proof") var proof: ProofOptions
    @OptionGroup(title: "What becomes of the token") var handout: HandoutOptions
    @OptionGroup(title: "Output") var global: GlobalOptions

    func perform(in program: Program) async throws -> ExitStatus {
        let grant = try chosenGrant()
        try refuseLostToken()
        let variables = try PolicyVariables(signIn.noEnv ? [:] : program.environment)
        let need = try TokenNeed(handout, variables)
        let signingIn = try PlannedSignIn(
            SignInFlags(signIn, user, proof), variables, grant: grant, needed: need.target(in:),
            handout: handout, global.display, in: program)
        let plan = signingIn.plan
        let policy = try need.policy(
            cloud: plan.cloud, resource: plan.target.knownResource, tenant: nil)
        let origins = plan.origins + need.origins
        if !global.quiet {
            for (part, origin) in origins where origin.hasPrefix("TOKCHECK_") {
                StandardStreams.printNote("\(part) from \(origin)")
            }
        }
        return try await Interruptible.run {
            let issued = try await KeyNetwork.use(program.environment) { exchange in
                try await signingIn.issued(by: exchange)
            }
            let checked =
                issued.tenant == nil
                ? policy
                : try need.policy(
                    cloud: plan.cloud, resource: plan.target.knownResource, tenant: issued.tenant)
            return try TokenHandout(
                issued: issued, plan: plan, policy: checked, manifest: need.reference,
                origins: origins,
                options: handout, global: global, program: program
            ).write()
        }
    }

    private func chosenGrant() throws(CommandFault) -> GrantArgument {
        if let grant = signIn.grant { return grant }
        guard isatty(STDERR_FILENO) == 1, !global.noInput else {
            throw .usage("how?", hint: "add --grant, one of " + GrantArgument.list)
        }
        return .device
    }

    /// Refuses a sign-in whose token nobody would get, before anybody signs in.
    private func refuseLostToken() throws(CommandFault) {
        if handout.out != nil, handout.show {
            throw .usage("--out contradicts --show", hint: "leave out one of them")
        }
        guard handout.out == nil, !handout.show else { return }
        if global.quiet {
            throw .usage("-q without --out: nobody would get the token", hint: "add --out FILE")
        }
        if isatty(STDOUT_FILENO) == 1 {
            throw .usage(
                "the token would stand on the terminal",
                hint: "add --out FILE, pipe it on, or add --show if that is meant")
        }
    }
}

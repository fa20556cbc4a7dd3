/// The flags of a sign-in, and which of them belong to which grant.
///
/// A flag that would have no effect is an error, for it was meant to have one.
struct SignInFlags: Sendable {
    /// Which token, and of whom.
    let signIn: SignInOptions
    /// How a user signs in.
    let user: UserOptions
    /// How an application proves itself.
    let proof: ProofOptions

    init(_ signIn: SignInOptions, _ user: UserOptions, _ proof: ProofOptions) {
        self.signIn = signIn
        self.user = user
        self.proof = proof
    }

    // A machine's own service knows its tenant, and asks no authority.
    private static let asking = Set(GrantArgument.allCases).subtracting([.managedIdentity])

    /// Those that mean nothing without a sign-in.
    private var flags: [(name: String, isGiven: Bool, grants: Set<GrantArgument>)] {
        [
            ("--endpoint", signIn.endpoint != nil, Self.asking),
            ("--claims", signIn.claims != nil, Self.asking),
            ("--prompt", user.prompt != nil, [.browser]),
            ("--login-hint", user.loginHint != nil, [.browser]),
            ("--redirect-port", user.redirectPort != nil, [.browser]),
            ("--no-browser", user.noBrowser, [.browser]),
            ("--refresh-token-file", user.refreshTokenFile != nil, [.device, .browser, .refresh]),
            ("--client-secret-file", proof.clientSecretFile != nil, [.secret]),
            ("--client-secret-stdin", proof.clientSecretStdin, [.secret]),
            ("--client-secret-env", proof.clientSecretEnv != nil, [.secret]),
            ("--certificate", proof.certificate != nil, [.certificate]),
            (
                "--certificate-passphrase-file", proof.certificatePassphraseFile != nil,
                [.certificate]
            ),
            ("--certificate-passphrase-env", proof.certificatePassphraseEnv != nil, [.certificate]),
            ("--certificate-alg", proof.certificateAlg != nil, [.certificate]),
            ("--certificate-chain", proof.certificateChain, [.certificate]),
            ("--federated-token-file", proof.federatedTokenFile != nil, [.federated]),
            ("--github-actions", proof.githubActions, [.federated]),
            ("--object-id", proof.objectID != nil, [.managedIdentity]),
            ("--resource-id", proof.resourceID != nil, [.managedIdentity]),
        ]
    }

    /// Refuses every flag that has a part in signing in only.
    func refuseAll() throws(CommandFault) {
        let own = [
            ("--client-id", signIn.clientID != nil), ("--resource", signIn.resource != nil),
            ("--oauth-scope", !signIn.oauthScope.isEmpty), ("--azure-env", signIn.azureEnv),
        ]
        for (name, isGiven) in own + flags.map({ ($0.name, $0.isGiven) }) where isGiven {
            throw .usage(
                "\(name) has no part without --grant",
                hint: "add --grant, one of \(GrantArgument.list), or leave it out")
        }
    }

    /// Refuses flags of other grants, and two that say the same.
    func refuseOthers(than grant: GrantArgument) throws(CommandFault) {
        let tenant = (name: "--tenant", isGiven: signIn.tenant != nil, grants: Self.asking)
        for flag in [tenant] + flags where flag.isGiven && !flag.grants.contains(grant) {
            let right = GrantArgument.allCases.filter(flag.grants.contains).map(\.rawValue)
            throw .usage(
                "\(flag.name) has no part in --grant \(grant.rawValue)",
                hint: "leave it out, or choose --grant \(right.joined(separator: " or "))")
        }
        for names in [
            ["--client-secret-file", "--client-secret-stdin", "--client-secret-env"],
            ["--certificate-passphrase-file", "--certificate-passphrase-env"],
            ["--federated-token-file", "--github-actions"], ["--object-id", "--resource-id"],
        ] {
            let given = flags.filter { $0.isGiven && names.contains($0.name) }
            guard given.count > 1 else { continue }
            throw .usage(
                "\(given[0].name) contradicts \(given[1].name)", hint: "leave out one of them")
        }
    }
}

internal import EntraID
internal import JOSE
internal import Reporting
internal import TokenCheck

/// What proves the application or the user, read from where the flags say.
enum Credentials: Sendable {
    /// Nothing beforehand: a user signs in.
    case none
    case secret(Secret)
    case certificate(ClientAssertion, file: String)
    case assertion(Secret)
    case gitHubActions(FederatedAssertion.GitHubActions)
    case refreshToken(Secret)
    case identity(ManagedIdentity.Selector)

    init(
        _ plan: SignInPlan, _ user: UserOptions, _ proof: ProofOptions, _ options: SignInOptions,
        in program: Program
    ) throws(CommandFault) {
        let azure = options.azureEnv ? program.environment : [:]
        switch plan.grant {
        case .device, .browser: self = .none
        case .secret: self = .secret(try Self.secret(proof, azure, in: program))
        case .certificate: self = try Self.certificate(proof, azure, in: program)
        case .federated: self = try Self.federated(proof, azure, in: program)
        case .refresh:
            guard let file = user.refreshTokenFile else {
                throw .usage("which refresh token?", hint: "add --refresh-token-file FILE")
            }
            self = .refreshToken(try SecretReader.file(file, "--refresh-token-file"))
        case .managedIdentity:
            if let id = proof.objectID {
                self = .identity(.objectID(id))
            } else if let id = proof.resourceID {
                self = .identity(.resourceID(id))
            } else {
                self = .identity(plan.clientID.map { .clientID($0) } ?? .default)
            }
        }
    }

    private static func secret(
        _ proof: ProofOptions, _ azure: [String: String], in program: Program
    ) throws(CommandFault) -> Secret {
        if let file = proof.clientSecretFile {
            return try SecretReader.file(file, "--client-secret-file")
        }
        if proof.clientSecretStdin {
            return try SecretReader.standardInput("--client-secret-stdin")
        }
        if let name = proof.clientSecretEnv {
            return try SecretReader.variable(name, "--client-secret-env", in: program)
        }
        guard azure["AZURE_CLIENT_SECRET"] != nil else {
            throw .usage(
                "which secret?",
                hint: "add --client-secret-file, --client-secret-stdin or --client-secret-env")
        }
        return try SecretReader.variable("AZURE_CLIENT_SECRET", "--azure-env", in: program)
    }

    private static func certificate(
        _ proof: ProofOptions, _ azure: [String: String], in program: Program
    ) throws(CommandFault) -> Credentials {
        guard let path = proof.certificate ?? azure["AZURE_CLIENT_CERTIFICATE_PATH"] else {
            throw .usage("which certificate?", hint: "add --certificate FILE, PEM or PKCS#12")
        }
        var passphrase: Secret?
        if let file = proof.certificatePassphraseFile {
            passphrase = try SecretReader.file(file, "--certificate-passphrase-file")
        } else if let name = proof.certificatePassphraseEnv {
            passphrase = try SecretReader.variable(
                name, "--certificate-passphrase-env", in: program)
        } else if azure["AZURE_CLIENT_CERTIFICATE_PASSWORD"] != nil {
            passphrase = try SecretReader.variable(
                "AZURE_CLIENT_CERTIFICATE_PASSWORD", "--azure-env", in: program)
        }
        let sendsChain =
            proof.certificateChain
            || ["1", "true"].contains(azure["AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"]?.lowercased())
        let certificate: SigningCertificate
        let bytes = try SecretReader.bytes(path)
        do throws(SigningCertificateDefect) {
            certificate = try SigningCertificate(bytes, passphrase: passphrase)
        } catch {
            throw CertificateWords.fault(error, file: path)
        }
        CertificateWords.note(certificate, now: program.now).map { note in
            StandardStreams.printError("tokcheck: note: \(note)\n")
        }
        return .certificate(
            ClientAssertion(
                certificate, scheme: (proof.certificateAlg ?? .ps256).scheme,
                sending: sendsChain ? .chain : .thumbprint), file: path)
    }

    private static func federated(
        _ proof: ProofOptions, _ azure: [String: String], in program: Program
    ) throws(CommandFault) -> Credentials {
        if proof.githubActions {
            guard let job = FederatedAssertion.GitHubActions(program.environment) else {
                throw .usage(
                    "--github-actions: this is no job that may ask GitHub for an assertion",
                    hint: "give the job `permissions: id-token: write`")
            }
            return .gitHubActions(job)
        }
        if let file = proof.federatedTokenFile {
            return .assertion(try SecretReader.file(file, "--federated-token-file"))
        }
        guard let file = azure["AZURE_FEDERATED_TOKEN_FILE"], !file.isEmpty else {
            throw .usage(
                "which assertion?",
                hint: "add --federated-token-file FILE, --github-actions, or --azure-env")
        }
        // The platform replaces the file every hour: it is read at each use.
        return .assertion(try SecretReader.file(file, "AZURE_FEDERATED_TOKEN_FILE"))
    }
}

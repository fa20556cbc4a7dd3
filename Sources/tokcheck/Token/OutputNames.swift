/// The files that a sign-in writes, looked at before anybody signs in: its token should not come for nothing.
struct OutputNames {
    private let written: [(flag: String, path: String)]
    private let read: [(flag: String, path: String)]

    init(_ handout: HandoutOptions?, _ user: UserOptions, _ proof: ProofOptions) {
        func named(_ flags: [(String, String?)]) -> [(flag: String, path: String)] {
            flags.compactMap { flag, path in path.map { (flag, $0) } }
        }
        written = named([
            ("--out", handout?.out), ("--refresh-token-file", user.refreshTokenFile),
        ])
        read = named([
            ("--client-secret-file", proof.clientSecretFile), ("--certificate", proof.certificate),
            ("--certificate-passphrase-file", proof.certificatePassphraseFile),
            ("--federated-token-file", proof.federatedTokenFile), ("--manifest", handout?.manifest),
        ])
    }

    /// Refuses names under which nothing can be written, and those that would overwrite what is read.
    func refuseUnwritable() throws(CommandFault) {
        for (place, output) in written.enumerated() {
            let identity = FileIdentity(output.path)
            for other in read + written[(place + 1)...]
            where identity.isSame(as: FileIdentity(other.path)) {
                throw .usage(
                    "\(output.flag) and \(other.flag) name the same file",
                    hint: "name a file of its own for each")
            }
            try OutputFile.refuseUnwritable(output.path)
        }
    }
}

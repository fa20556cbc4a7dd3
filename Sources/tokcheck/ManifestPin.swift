/// The SHA-256 that a manifest must have, by flag or variable.
///
/// The flag does not replace the variable: what a protected pipeline pins, a command line must not undo.
struct ManifestPin {
    /// The digest in lower-case hexadecimal digits.
    let sha256: String
    /// The flag or variable that gives it.
    let origin: String

    /// Reads the pin; nil when there is none.
    /// - Throws: ``CommandFault`` (64) for what is no SHA-256, and for two that differ.
    init?(flag: String?, _ variables: PolicyVariables) throws(CommandFault) {
        let flag = try flag.map { text throws(CommandFault) in
            try Self.digest(text, "--manifest-sha256")
        }
        let variable = try variables.manifestPin.map { text throws(CommandFault) in
            try Self.digest(text, PolicyVariables.manifestPinName)
        }
        if let flag, let variable, flag != variable {
            throw .usage(
                "--manifest-sha256 and \(PolicyVariables.manifestPinName) differ",
                hint: "both must hold; `tokcheck manifest hash FILE` prints the right one")
        }
        guard let sha256 = flag ?? variable else { return nil }
        self.sha256 = sha256
        origin = flag == nil ? PolicyVariables.manifestPinName : "--manifest-sha256"
    }

    private static func digest(_ text: String, _ origin: String) throws(CommandFault) -> String {
        let digits = text.lowercased()
        guard digits.utf8.count == 64,
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else {
            throw .usage(
                "\(origin): no SHA-256: \(Redaction.quoted(text))",
                hint: "64 hexadecimal digits, as `tokcheck manifest hash FILE` prints them")
        }
        return digits
    }
}

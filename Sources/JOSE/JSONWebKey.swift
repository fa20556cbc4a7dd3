internal import StrictJSON

extension KeySet.Entry {
    /// Reads one member of a key list (RFC 7517 §4, RFC 7518 §6.3).
    ///
    /// Nothing here throws: an entry that cannot be used becomes a skipped one with the first reason that holds, in
    /// the order of ``KeyDefect``.
    init(_ value: JSONValue) {
        let members = WebKeyMembers(value)
        do throws(KeyDefect) {
            self = .usable(try members.key())
        } catch {
            self = .skipped(
                SkippedKey(
                    keyID: value["kid"]?.string, type: value["kty"]?.string, reason: error))
        }
    }
}

/// The members of one JSON Web Key, read in the order in which they can make it unusable.
private struct WebKeyMembers {
    let value: JSONValue

    init(_ value: JSONValue) { self.value = value }

    func key() throws(KeyDefect) -> VerificationKey {
        guard value.kind == .object else { throw .notAnObject }
        guard let type = try text("kty") else { throw .typeMissing }
        if type == "oct" { throw .symmetric }
        guard type == "RSA" else { throw .typeUnsupported }
        if value["d"] != nil { throw .privateKey }
        if let keyID = value["kid"], keyID.kind != .string { throw .keyIDMalformed }
        for name in ["n", "e"] { _ = try text(name) }
        let use = try text("use")
        let operations = try texts("key_ops")
        let attributes = VerificationKey.Attributes(
            keyID: value["kid"]?.string, algorithm: try text("alg"), issuer: try text("issuer"),
            cloudInstance: try text("cloud_instance_name"))
        if let use, use != "sig" { throw .useNotSignature }
        if let operations, !operations.contains("verify") { throw .operationsWithoutVerify }
        if let algorithm = attributes.algorithm, SignatureScheme.named(algorithm) == nil {
            throw .algorithmUnsupported
        }
        let modulus = try number("n", missing: .modulusMissing, malformed: .modulusMalformed)
        let exponent = try number("e", missing: .exponentMissing, malformed: .exponentMalformed)
        return try VerificationKey(
            modulus: modulus.span, exponent: exponent.span, attributes: attributes)
    }

    private func text(_ name: String) throws(KeyDefect) -> String? {
        guard let member = value[name] else { return nil }
        guard let text = member.string else { throw .memberMalformed }
        return text
    }

    private func texts(_ name: String) throws(KeyDefect) -> [String]? {
        guard let member = value[name] else { return nil }
        let texts = member.elements.compactMap(\.string)
        guard member.kind == .array, texts.count == member.elements.count else {
            throw .memberMalformed
        }
        return texts
    }

    private func number(_ name: String, missing: KeyDefect, malformed: KeyDefect)
        throws(KeyDefect) -> [UInt8]
    {
        guard let member = value[name] else { throw missing }
        guard let text = member.string, !text.isEmpty,
            let bytes = try? Base64URL.decode(Array(text.utf8).span)
        else { throw malformed }
        return bytes
    }
}

internal import TokenCheck

extension Cloud {
    /// The cloud that a flag or a variable names.
    /// - Throws: ``CommandFault`` (64) for a name that no cloud has.
    static func named(_ name: String, by origin: String) throws(CommandFault) -> Cloud {
        guard let cloud = Cloud(rawValue: name) else {
            throw .usage(
                "\(origin): no cloud \(Redaction.quoted(name))",
                hint: "one of " + allCases.map(\.rawValue).joined(separator: ", "))
        }
        return cloud
    }
}

extension ServerAnswer {
    /// A date of HTTP in one of its three forms (RFC 9110 §5.6.7), in seconds since 1970; nil for anything else.
    public static func date(_ text: String) -> Int64? { HTTPDate.seconds(Array(text.utf8)[...]) }
}

internal import StrictJSON
internal import TokenCheck

// When a token is valid.
extension ClaimDictionary {
    static let timeClaims: [ClaimEntry] = [
        ClaimEntry("iat", "when the token was issued", reading: .time),
        ClaimEntry("nbf", "from then on it is valid", reading: .time),
        ClaimEntry("exp", "from then on it must be refused", reading: .value(expiry)),
        ClaimEntry("auth_time", "when the user signed in", reading: .time),
        ClaimEntry("pwd_exp", "when the user's password expires"),
        ClaimEntry("xms_acd", "a time whose meaning is not documented", reading: .time),
        ClaimEntry("xms_pftexp", "an expiry that is not documented", reading: .time),
    ]

    /// The time, and how long the token lives.
    @Sendable private static func expiry(_ value: JSONValue, _ context: ClaimContext) -> String? {
        let time = context.time(value)
        guard let end = value.number.flatMap({ try? NumericDate($0) }),
            let start = context.object["iat"]?.number.flatMap({ try? NumericDate($0) })
        else { return time }
        let lifetime = end.floor - start.floor
        if lifetime <= 0 { return "\(time); not later than iat" }
        return "\(time); \(TimeText.duration(lifetime)) after iat"
    }
}

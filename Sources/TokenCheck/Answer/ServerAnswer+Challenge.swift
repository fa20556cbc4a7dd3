extension ServerAnswer {
    /// One challenge of `WWW-Authenticate`: how the server wants to be asked (RFC 9110 §11.6.1).
    ///
    /// Its text is a stranger's, bounded as all that is kept of an answer.
    public struct Challenge: Sendable, Equatable {
        /// `Bearer`, `PoP`, `Negotiate` or another scheme, as it is written.
        public let scheme: String
        /// `error`, as of RFC 6750 §3.1.
        public let error: String?
        /// `error_description`, or `errorDescription`.
        public let errorDescription: String?
        /// `claims`, decoded: a JSON object.
        public let claims: String?
        /// `authorization_uri`, or `authorization`: where tokens are to be had.
        public let authorizationURI: String?
        /// `realm`, which says little with Entra ID.
        public let realm: String?
        /// `resource_id`, or `resource`: the audience that the server accepts.
        public let resourceID: String?

        init(_ reading: ChallengeReader.Reading) {
            func text(_ value: ChallengeReader.Value?) -> String? {
                value.flatMap { $0.isWhole ? KeptText.sentence($0.bytes) : nil }
            }
            scheme = KeptText.name(reading.scheme) ?? ""
            error = reading.value("error").flatMap { KeptText.name($0.bytes) }
            errorDescription = reading.value("error_description", "errordescription")
                .flatMap { KeptText.sentence($0.bytes) }
            claims = reading.value("claims").flatMap { ChallengeClaims($0.bytes)?.json }
            authorizationURI = text(reading.value("authorization_uri", "authorization"))
            realm = text(reading.value("realm"))
            resourceID = text(reading.value("resource_id", "resource"))
        }
    }
}

internal import JOSE
internal import StrictJSON

/// What an inspector keeps from one token to the next: prepared contexts, the last header, and tokens seen before.
struct InspectorMemory: ~Copyable {
    var scratch = SignatureScratch()
    /// The decoded signature of the current token; most have the same size.
    var signatureBytes: [UInt8] = []
    /// Tokens whose signature held; nil: they are not remembered.
    var seen: SeenTokens?
    /// The digest of the current token, if somebody needed it.
    private(set) var digest: TokenDigest?
    private var headerText: [UInt8] = []
    private var header: JoseHeader?

    init(seen: SeenTokens? = nil) { self.seen = seen }

    /// The SHA-256 of the current token, made once.
    mutating func digest(of token: Span<UInt8>) -> TokenDigest? {
        if let digest { return digest }
        digest = scratch.digest(of: token)
        return digest
    }

    /// What there is to be read of a token: remembered, or read and verified now.
    mutating func reading(
        of token: Span<UInt8>, keys: KeySet, rules: PolicyRules
    ) -> TokenReading {
        digest = nil
        // Much larger ones are refused for their size and are not worth a digest.
        guard seen != nil, token.count <= rules.policy.maximumTokenBytes,
            let digest = digest(of: token)
        else {
            return TokenReading(on: token, keys: keys, rules: rules, memory: &self)
        }
        if let reading = seen?.reading(of: digest, keys: keys) { return reading }
        let reading = TokenReading(on: token, keys: keys, rules: rules, memory: &self)
        seen?.remember(reading, as: digest)
        return reading
    }

    /// The parsed form of a token's header if its text is byte for byte the last one.
    func header(of text: Span<UInt8>) -> JoseHeader? {
        text.isSame(as: headerText.span) ? header : nil
    }

    mutating func remember(_ header: JoseHeader, of text: Span<UInt8>) {
        headerText = [UInt8](copying: text)
        self.header = header
    }
}

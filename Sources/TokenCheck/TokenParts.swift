internal import JOSE
internal import StrictJSON

/// A token taken apart as far as it goes.
struct TokenParts {
    var token: CompactToken?
    var defect: TokenDefect?
    var header: JoseHeader?
    var headerDefect: JSONDefect?
    var payload: JSONDocument?
    var payloadDefect: JSONDefect?
    var claims = ClaimIndex()

    mutating func read(_ text: Span<UInt8>, maximumBytes: Int, memory: inout InspectorMemory) {
        let token: CompactToken
        do throws(TokenDefect) {
            token = try CompactToken(text, maximumBytes: maximumBytes)
        } catch {
            defect = error
            return
        }
        self.token = token
        readHeader(of: token, memory: &memory)
        readPayload(of: token)
        do throws(TokenDefect) {
            try token.decode(.signature, into: &memory.signatureBytes)
        } catch {
            defect = defect ?? error
        }
    }

    private mutating func readHeader(of token: CompactToken, memory: inout InspectorMemory) {
        if let known = memory.header(of: token) {
            header = known
            return
        }
        do throws(TokenDefect) {
            let bytes = try token.decoded(.header)
            do throws(JSONDefect) {
                let header = try JoseHeader(taking: bytes)
                memory.remember(header, of: token)
                self.header = header
            } catch {
                headerDefect = error
            }
        } catch {
            defect = error
        }
    }

    private mutating func readPayload(of token: CompactToken) {
        do throws(TokenDefect) {
            let bytes = try token.decoded(.payload)
            do throws(JSONDefect) {
                let document = try JSONDocument(
                    taking: bytes, limits: JSONLimits(repeatedNames: .recorded))
                guard document.nodes[0].kind == .object else {
                    throw JSONDefect(.unexpectedByte, at: document.root.offset)
                }
                claims = ClaimIndex(document)
                payload = document
            } catch {
                payloadDefect = error
            }
        } catch {
            defect = defect ?? error
        }
    }

    /// Verifies the signature if there is an algorithm and a key to do it with; which of the checks may rely on the
    /// result, their needs decide.
    func signature(
        by selection: KeySelection, rules: PolicyRules, memory: inout InspectorMemory
    ) -> SignatureResult? {
        guard let token, let header, defect == nil, let key = selection.usableKey,
            let scheme = rules.scheme(of: header)
        else { return nil }
        let signature = memory.signatureBytes
        return memory.scratch.verify(
            signature.span, over: token.bytes.span.extracting(token.signingInput), by: key,
            scheme: scheme)
    }
}

/// What an inspector keeps from one token to the next: prepared contexts and the last header.
struct InspectorMemory: ~Copyable {
    var scratch = SignatureScratch()
    /// The decoded signature of the current token; most have the same size.
    var signatureBytes: [UInt8] = []
    private var headerText: [UInt8] = []
    private var header: JoseHeader?

    init() {}

    /// The parsed form of a token's header if it is byte for byte the last one.
    func header(of token: CompactToken) -> JoseHeader? {
        let text = token.bytes.span.extracting(token.header)
        return text.isSame(as: headerText.span) ? header : nil
    }

    mutating func remember(_ header: JoseHeader, of token: CompactToken) {
        headerText = [UInt8](copying: token.bytes.span.extracting(token.header))
        self.header = header
    }
}

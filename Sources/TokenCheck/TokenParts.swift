internal import JOSE
internal import StrictJSON

/// A token taken apart as far as it goes.
struct TokenParts {
    var layout: TokenLayout?
    var defect: TokenDefect?
    var header: JoseHeader?
    var headerDefect: JSONDefect?
    var payload: JSONDocument?
    var payloadDefect: JSONDefect?
    var claims = ClaimIndex()

    mutating func read(_ text: Span<UInt8>, maximumBytes: Int, memory: inout InspectorMemory) {
        let layout: TokenLayout
        do throws(TokenDefect) {
            layout = try TokenLayout(of: text, maximumBytes: maximumBytes)
        } catch {
            defect = error
            return
        }
        self.layout = layout
        readHeader(of: text, layout, memory: &memory)
        readPayload(of: text, layout)
        do throws(TokenDefect) {
            try layout.decode(.signature, of: text, into: &memory.signatureBytes)
        } catch {
            defect = defect ?? error
        }
    }

    private mutating func readHeader(
        of text: Span<UInt8>, _ layout: TokenLayout, memory: inout InspectorMemory
    ) {
        let part = text.extracting(layout.header)
        if let known = memory.header(of: part) {
            header = known
            return
        }
        do throws(TokenDefect) {
            var bytes: [UInt8] = []
            try layout.decode(.header, of: text, into: &bytes)
            do throws(JSONDefect) {
                let header = try JoseHeader(taking: bytes)
                memory.remember(header, of: part)
                self.header = header
            } catch {
                headerDefect = error
            }
        } catch {
            defect = error
        }
    }

    private mutating func readPayload(of text: Span<UInt8>, _ layout: TokenLayout) {
        do throws(TokenDefect) {
            var bytes: [UInt8] = []
            try layout.decode(.payload, of: text, into: &bytes)
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
        of text: Span<UInt8>, by selection: KeySelection, rules: PolicyRules,
        memory: inout InspectorMemory
    ) -> SignatureResult? {
        guard let layout, let header, defect == nil, let key = selection.usableKey,
            let scheme = rules.scheme(of: header)
        else { return nil }
        let signature = memory.signatureBytes
        return memory.scratch.verify(
            signature.span, over: text.extracting(layout.signingInput), by: key,
            scheme: scheme)
    }
}

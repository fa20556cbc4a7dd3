internal import StrictJSON

/// A JWS in compact form, its three parts as ranges of one copy of the text (RFC 7515 §7.1).
///
/// The parts are found, not decoded. Nothing is trimmed or unwrapped: that is the caller's business.
public struct CompactToken: Sendable {
    /// The whole text.
    package let bytes: [UInt8]
    private let layout: TokenLayout

    package var header: Range<Int> { layout.header }
    package var payload: Range<Int> { layout.payload }
    package var signature: Range<Int> { layout.signature }

    /// The bytes that the signature covers: header, dot and payload as they were sent (RFC 7515 §5.1).
    package var signingInput: Range<Int> { layout.signingInput }

    /// Finds the parts.
    ///
    /// The default limit, 64 KiB, is twenty times the largest common token (200 groups) and eight times what servers
    /// take as a header.
    /// - Parameters:
    ///   - text: The token and nothing else.
    ///   - maximumBytes: The most bytes it may have.
    /// - Throws: ``TokenDefect``; of several defects the first in the order of its cases.
    public init(_ text: Span<UInt8>, maximumBytes: Int = 65_536) throws(TokenDefect) {
        layout = try TokenLayout(of: text, maximumBytes: maximumBytes)
        bytes = [UInt8](copying: text)
    }

    /// Decodes one part.
    package func decoded(_ segment: TokenSegment) throws(TokenDefect) -> [UInt8] {
        var buffer: [UInt8] = []
        try layout.decode(segment, of: bytes.span, into: &buffer)
        return buffer
    }
}

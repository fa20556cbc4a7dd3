internal import COpenSSL

/// Bytes that nobody may see: they show themselves nowhere, and are overwritten when the last reference goes.
public final class Secret: Sendable {
    // SAFETY: allocated in `init`, only read afterwards, overwritten and freed in `deinit`.
    nonisolated(unsafe) private let bytes: UnsafeMutableBufferPointer<UInt8>

    /// Takes bytes over, and overwrites where they came from unless others share it.
    public init(taking source: inout [UInt8]) {
        let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: source.count)
        _ = bytes.initialize(fromContentsOf: source)
        self.bytes = bytes
        // SAFETY: OpenSSL overwrites exactly the array's bytes, which nobody else uses during the call.
        source.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
        source = []
    }

    /// Copies a text; the text itself stays where it was.
    public convenience init(_ text: String) {
        var bytes = Array(text.utf8)
        self.init(taking: &bytes)
    }

    deinit {
        OPENSSL_cleanse(bytes.baseAddress, bytes.count)
        bytes.deallocate()
    }

    /// How many bytes there are.
    public var count: Int { bytes.count }

    /// Shows the bytes to a piece of work.
    public func withBytes<Value, Fault: Error>(
        _ body: (Span<UInt8>) throws(Fault) -> Value
    ) throws(Fault) -> Value {
        try body(bytes.span)
    }

    /// A copy that is sent away; whoever holds it is not warned.
    package var copy: [UInt8] { Array(bytes) }
}

// Whoever prints a value that holds a secret prints no secret.
extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A sign in its place.
    public var description: String { "‹secret›" }
    /// A sign in its place.
    public var debugDescription: String { description }
    /// Nothing that leads to the bytes.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

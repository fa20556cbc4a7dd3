internal import COpenSSL

/// What OpenSSL reports when it cannot do something.
enum OpenSSLFailure {
    /// Empties the calling thread's error queue, so that no later call reads an old error.
    static func drain() { ERR_clear_error() }
}

/// The version of the OpenSSL library that does the cryptography.
public enum CryptographyLibrary {
    /// Its name, version and date, for people.
    public static var version: String {
        OpenSSL_version(OPENSSL_VERSION).map { String(cString: $0) } ?? "OpenSSL"
    }

    /// Prepares OpenSSL without reading its configuration file.
    ///
    /// So no file or environment variable can load other cryptography into the process. Must be the first call into
    /// the library; later ones have no effect.
    public static func initialiseWithoutConfiguration() {
        _ = OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil)
    }
}

internal import ArgumentParser
internal import Reporting

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// When colours are used.
enum ColourChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
}

/// What standard output or standard error is connected to.
enum TerminalTraits {
    /// The two streams.
    enum Stream {
        case output, error

        var descriptor: Int32 {
            switch self {
            case .output: STDOUT_FILENO
            case .error: STDERR_FILENO
            }
        }
    }

    /// How text looks on a stream.
    static func style(
        of stream: Stream, choice: ColourChoice, environment: [String: String]
    ) -> TextStyle {
        let isTerminal = isatty(stream.descriptor) == 1
        return TextStyle(
            usesColour: usesColour(choice, isTerminal: isTerminal, environment: environment),
            usesUnicode: usesUnicode(environment),
            columns: columns(of: stream), isTerminal: isTerminal)
    }

    /// Whether colours are used: what was asked, then the variables, then the terminal.
    static func usesColour(
        _ choice: ColourChoice, isTerminal: Bool, environment: [String: String]
    ) -> Bool {
        switch choice {
        case .always: return true
        case .never: return false
        case .auto: break
        }
        if let no = environment["NO_COLOR"], !no.isEmpty { return false }
        if let force = environment["CLICOLOR_FORCE"], !force.isEmpty, force != "0" { return true }
        return isTerminal && environment["TERM"] != "dumb"
    }

    /// Whether the first of the locale's variables that is not empty says UTF-8.
    static func usesUnicode(_ environment: [String: String]) -> Bool {
        let values = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }
        guard let locale = values.first(where: { !$0.isEmpty })?.lowercased() else { return false }
        return locale.contains("utf-8") || locale.contains("utf8")
    }

    private static func columns(of stream: Stream) -> Int {
        var size = winsize()
        guard ioctl(stream.descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return 80
        }
        return Int(size.ws_col)
    }

    /// The zone that the C library takes from `TZ` or the system; an unknown one is UTC.
    static let localTime = LocalTime { seconds in
        var moment = time_t(seconds)
        var parts = tm()
        guard localtime_r(&moment, &parts) != nil else { return (0, "UTC") }
        // SAFETY: the C library keeps the name of a zone for the life of the process.
        let name = parts.tm_zone.map { String(cString: $0) } ?? "UTC"
        let offset = Int64(parts.tm_gmtoff)
        return (offset, zoneName(name, offset: offset))
    }

    /// The name that is shown of a zone.
    ///
    /// For a `TZ` that it does not know the C library gives universal time under a piece of the wrong name.
    static func zoneName(_ name: String, offset: Int64) -> String {
        offset != 0 || ["UTC", "GMT", "WET"].contains(name) ? name : "UTC"
    }
}

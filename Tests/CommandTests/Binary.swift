import Foundation
import TestSupport

/// What a run of the program gave.
struct Outcome: Equatable {
    /// Standard output.
    let output: String
    /// Standard error.
    let errors: String
    /// The exit code; for a death by signal 128 and the signal's number, as shells say it.
    let exit: Int32
}

/// The built program, run as a user would.
enum Binary {
    /// It lies beside the test bundle, wherever that was built.
    static let path: String = {
        let bundle =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: "tokcheck").path
    }()

    /// Runs the program in the folder of fixtures, with nothing of this process's environment.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], input: [UInt8]? = []
    ) throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.currentDirectoryURL = TestFiles.root.appending(path: "Fixtures")
        // No test reaches a network: nobody listens at the proxy.
        let plain = [
            "TZ": "UTC", "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no",
            "HTTPS_PROXY": "http://127.0.0.1:9",
        ]
        process.environment = plain.merging(environment) { _, given in given }
        // Files instead of pipes: nothing can block, however much is written.
        let (inputURL, outputURL, errorURL) = (
            folder.appending(path: "in"), folder.appending(path: "out"),
            folder.appending(path: "err")
        )
        for url in [inputURL, outputURL, errorURL] {
            try Data(url == inputURL ? input ?? [] : []).write(to: url)
        }
        process.standardInput = try FileHandle(forReadingFrom: inputURL)
        process.standardOutput = try FileHandle(forWritingTo: outputURL)
        process.standardError = try FileHandle(forWritingTo: errorURL)
        try process.run()
        process.waitUntilExit()
        let isSignal = process.terminationReason == .uncaughtSignal
        return Outcome(
            output: String(decoding: try Data(contentsOf: outputURL), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errorURL), as: UTF8.self),
            exit: process.terminationStatus + (isSignal ? 128 : 0))
    }
}

#if canImport(Glibc)
    @preconcurrency internal import Glibc
#elseif canImport(Musl)
    @preconcurrency internal import Musl
#else
    @preconcurrency internal import Darwin
#endif

/// The browser of the person at this machine.
enum Browser {
    #if canImport(Darwin)
        private static let program = "open"
    #else
        private static let program = "xdg-open"
    #endif

    /// Asks the desktop to open an address; whether there is a desktop that could.
    ///
    /// Without one the program would begin a browser in this very terminal.
    static func open(_ address: String, _ environment: [String: String]) -> Bool {
        #if !canImport(Darwin)
            let desktops = ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"]
            guard desktops.contains(where: { environment[$0].map { !$0.isEmpty } ?? false }) else {
                return false
            }
        #endif
        return start([program, address])
    }

    private static func start(_ words: [String]) -> Bool {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        guard posix_spawn_file_actions_init(&actions) == 0 else { return false }
        defer { posix_spawn_file_actions_destroy(&actions) }
        // What a browser says is not for this terminal.
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        // Nor are the sockets of this process the browser's: it would go on holding the listener.
        for descriptor in (STDERR_FILENO + 1)..<256 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        // SAFETY: the texts are copied for the call, end with a null pointer, and are freed behind it.
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var process = pid_t()
        return posix_spawnp(&process, words[0], &actions, nil, &arguments, environ) == 0
    }
}

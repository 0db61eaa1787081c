package dev.liveline.simulator.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The systems Liveline is measured against in the same run, as far as this machine has them.
///
/// @param nchan what a fan-out costs that is written in C and does nothing else
/// @param node  what tutorials build
record Peers(Optional<NchanTarget> nchan, Optional<NodeTarget> node) implements AutoCloseable {

    /// @param folder for what peers need on disk
    static Peers start(Path folder, String secret) throws IOException, InterruptedException {
        Peers peers = new Peers(NchanTarget.start(), NodeTarget.start(folder, secret));
        if (peers.nchan.isEmpty()) {
            System.out.println("No nchan: install Debian's nginx and libnginx-mod-nchan to measure it in the same run.");
        }
        if (peers.node.isEmpty()) {
            System.out.println("No Node peer: install node and npm to measure it in the same run.");
        }
        return peers;
    }

    List<Target> all() {
        return Stream.<Target>concat(nchan.stream(), node.stream()).toList();
    }

    @Override
    public void close() throws IOException {
        node.ifPresent(NodeTarget::close);
        if (nchan.isPresent()) {
            nchan.get().close();
        }
    }
}

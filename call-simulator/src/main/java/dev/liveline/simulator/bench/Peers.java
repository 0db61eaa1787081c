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

    /// @param node where npm puts what the Node peer needs; empty to go without it
    static Peers start(Optional<Path> node, String secret) throws IOException, InterruptedException {
        Peers peers = new Peers(NchanTarget.start(),
                node.isPresent() ? NodeTarget.start(node.get(), secret) : Optional.empty());
        if (peers.nchan.isEmpty()) {
            System.out.println("No nchan: install Debian's nginx and libnginx-mod-nchan to measure it in the same run.");
        }
        if (node.isPresent() && peers.node.isEmpty()) {
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

package dev.liveline.hub.audience;

/// The wire to one viewer: a WebSocket, an event stream, a list in a test. Used on the viewer's [Loop] only; nothing here blocks.
public interface Line {

    /// The viewer was let in, and may have to wait for the first message. A wire that can be refused no more needs nothing.
    default void begin() {}

    /// Whether more may be written without piling up. When it turns true again the line's owner calls [Viewer#drain].
    boolean writable();

    /// Puts a message on the wire; it leaves with the next [#flush].
    void write(Message message);

    void flush();

    /// Ends the connection, told why where the wire can tell it. Nothing is written afterwards.
    void close(CloseReason reason);
}

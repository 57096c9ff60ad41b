package ai.zavora.surface.server.approval;

/** How a pending approval ended. */
public enum Resolution {
    /** Yes, to this call. */
    APPROVED("approved", "once"),
    /** Yes, to this call and to later ones of the same tool in this session. */
    TRUSTED("approved", "session"),
    DENIED("denied", ""),
    /** Nobody answered in time. */
    EXPIRED("expired", ""),
    /** The turn ended before anybody answered. */
    WITHDRAWN("withdrawn", "");

    private final String status;
    private final String scope;

    Resolution(String status, String scope) {
        this.status = status;
        this.scope = scope;
    }

    /** As callers read it. */
    public String status() {
        return status;
    }

    /** How far a yes goes, {@code once} or {@code session}; empty text where it was no yes. */
    public String scope() {
        return scope;
    }
}

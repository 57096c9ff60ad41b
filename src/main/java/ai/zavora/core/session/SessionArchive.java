package ai.zavora.core.session;

import java.nio.file.Path;
import java.util.Optional;

/** Copies of a whole session database: taken, put back, and saved from a damaged one. */
public interface SessionArchive {

    /**
     * The file of the database, links resolved; it need not be there.
     *
     * @throws ai.zavora.base.error.ZavoraException SESSION, when a link cannot be followed
     */
    Path database();

    /**
     * Copies the database as it is at one instant, while others may go on using it. The copy is on disk and checked when
     * this returns; a file in its place is replaced at once or not at all. A link to a file stays one. A database that
     * cannot be written to is copied as well.
     *
     * @throws ai.zavora.base.error.ZavoraException INPUT, when there is no database, or the file cannot be made there or
     *     may not be replaced; SESSION, when the database cannot be read or any row of it is damaged, or the disk of the
     *     copy is full or fails
     */
    ArchiveContents backup(Path file, Existing existing);

    /**
     * Checks a backup and tells what {@link #restore} would replace. Changes nothing, and makes no folder.
     *
     * @throws ai.zavora.base.error.ZavoraException INPUT, when the file does not exist or cannot be read; SESSION, when it
     *     or any row of it is damaged, or it is of another program or version, or no copy of it can be written beside the database; also
     *     when the database may not be replaced, since it is another program's or cannot be written to
     */
    RestorePreview preview(Path backup);

    /**
     * Puts a backup in the database's place, in one step. What was there is kept beside it.
     *
     * @throws ai.zavora.base.error.ZavoraException as {@link #preview}; SESSION also, while another process uses the
     *     database
     */
    Restoration restore(Path backup);

    /**
     * Saves what can be read of a damaged database into a new one beside it. The damaged one stays as it is. Nobody in
     * this process may have it open.
     *
     * @param fallback whose sessions those become whose names are lost; their ids are {@code recovered-1} and so on
     * @return empty, when all of the database was read and found sound, structure and rows, and it is of the present
     *     format or can be brought to it: nothing was written then
     * @throws ai.zavora.base.error.ZavoraException INPUT, when there is no database; SESSION, when it is of another
     *     program or version, another process uses it, or the new one cannot be written
     */
    Optional<RepairReport> repair(SessionOwner fallback);

    /** What happens to a file in the place of a new backup. */
    enum Existing {
        KEEP,
        /** Where it is a database or empty; any other is kept all the same. */
        REPLACE
    }

    /** An application and one of its users. */
    record SessionOwner(String app, String user) {}
}

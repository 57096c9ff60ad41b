package ai.zavora.base.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;

/**
 * Lets a file that takes another's place be used by the same people. So whoever maintains the files of a service as root
 * does not lock the service out. Nothing is given away but a file or folder itself that has this one name: a link could lead
 * root to what belongs to others.
 */
public final class SameAccess {
    private static final EnumSet<PosixFilePermission> OF_GROUP = EnumSet.of(
            PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_EXECUTE);

    private static final EnumSet<PosixFilePermission> OF_OTHERS = EnumSet.of(
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

    /** What may be done with the new file. */
    public enum Rights {
        /** The same as with the other. */
        SAME,
        /** Its owner may read and write, its group do the same as with the other, and nobody else anything. */
        PRIVATE,
        /** Its owner may read and write, and nobody else anything. */
        OWNER_ONLY
    }

    private SameAccess() {}

    /**
     * Gives a file the owner, the group and the permissions of another, as far as the system lets who runs the program:
     * only root can give a file away. A group gets nothing of what another group was allowed. An access control list goes
     * with the rights of {@link Rights#SAME}; with others its people get nothing. Nothing is done where files have no such
     * things.
     *
     * @throws IOException when one of them cannot be looked at, or the permissions cannot be set
     */
    public static void give(Path from, Path to, Rights rights) throws IOException {
        if (!OwnerOnly.isKnownTo(from) || !isItself(to)) {
            return;
        }
        var model = Files.readAttributes(from, PosixFileAttributes.class);
        var view = view(to);
        var now = view.readAttributes();
        var permissions = EnumSet.noneOf(PosixFilePermission.class);
        permissions.addAll(model.permissions());
        if (rights != Rights.SAME) {
            permissions.removeAll(OF_OTHERS);
            permissions.add(PosixFilePermission.OWNER_READ);
            permissions.add(PosixFilePermission.OWNER_WRITE);
        }
        var list = listOf(from, model);
        var sameGroup = hasOrGetsGroup(view, now, model.group());
        if (rights == Rights.OWNER_ONLY || list.isPresent() || !sameGroup) {
            permissions.removeAll(OF_GROUP);
        }
        giveOwner(view, now, model);
        view.setPermissions(permissions);
        if (list.isPresent() && rights == Rights.SAME && sameGroup) {
            AccessList.set(to, list.get());
        }
    }

    /** The list that grants what the permissions of the group say; where these say nothing, none grants anything. */
    private static Optional<byte[]> listOf(Path file, PosixFileAttributes attributes) {
        return grantsGroup(attributes) ? AccessList.of(file) : Optional.empty();
    }

    private static boolean grantsGroup(PosixFileAttributes attributes) {
        return attributes.permissions().stream().anyMatch(OF_GROUP::contains);
    }

    /**
     * Gives a file or a folder to whom the folder it is in belongs, if the system lets who runs the program; its permissions
     * stay. For what is of use to nobody else, such as locks and a person's keys.
     *
     * @throws IOException when one of them cannot be looked at
     */
    public static void giveToOwnerOfFolder(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder == null || !isItself(file)) {
            return;
        }
        var model = Files.readAttributes(folder, PosixFileAttributes.class);
        var view = view(file);
        var now = view.readAttributes();
        if (!now.owner().equals(model.owner())) {
            gave(view, model.group());
            giveOwner(view, now, model);
        }
    }

    /**
     * Makes a folder and those it is in, each for the owner of the one above, as {@link #giveToOwnerOfFolder} does.
     *
     * @throws IOException when one of them cannot be made
     */
    public static void createFolders(Path folder) throws IOException {
        if (Files.exists(folder)) {
            return;
        }
        var above = folder.toAbsolutePath().getParent();
        if (above != null) {
            createFolders(above);
        }
        // also refuses what is there and leads nowhere
        Files.createDirectories(folder);
        giveToOwnerOfFolder(folder);
    }

    /**
     * Gives a file the group of another and its access control list, if the system lets who runs the program; its
     * permissions stay. For what SQLite makes beside a file, with the file's permissions, for who made it. Nothing is done
     * where only the owner may do anything.
     *
     * @throws IOException when one of them cannot be looked at
     */
    public static void giveGroup(Path from, Path to) throws IOException {
        if (!OwnerOnly.isKnownTo(from)) {
            return;
        }
        var model = Files.readAttributes(from, PosixFileAttributes.class);
        if (!grantsGroup(model) || !isItself(to)) {
            return;
        }
        var view = view(to);
        var sameGroup = hasOrGetsGroup(view, view.readAttributes(), model.group());
        var list = listOf(from, model);
        if (list.isPresent()) {
            var owner = (int) Files.getAttribute(from, "unix:uid");
            AccessList.set(to, sameGroup ? list.get() : AccessList.ofOthers(list.get(), owner));
        }
    }

    /**
     * Lets the group that may write to the folder of a file write to the file, too, if the system lets who runs the program.
     *
     * @throws IOException when one of them cannot be looked at
     */
    public static void shareWithGroupOfFolder(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder == null || !isItself(file)) {
            return;
        }
        var model = Files.readAttributes(folder, PosixFileAttributes.class);
        if (!model.permissions().contains(PosixFilePermission.GROUP_WRITE)) {
            return;
        }
        var view = view(file);
        var now = view.readAttributes();
        var permissions = EnumSet.copyOf(now.permissions());
        permissions.add(PosixFilePermission.GROUP_READ);
        permissions.add(PosixFilePermission.GROUP_WRITE);
        if (hasOrGetsGroup(view, now, model.group()) && !permissions.equals(now.permissions())) {
            try {
                view.setPermissions(permissions);
            } catch (IOException notItsOwner) {
                // its owner let whom he would
            }
        }
    }

    private static boolean isItself(Path file) throws IOException {
        if (!OwnerOnly.isKnownTo(file)) {
            return false;
        }
        var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.isDirectory()
                || (attributes.isRegularFile()
                        && (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) == 1);
    }

    private static PosixFileAttributeView view(Path file) {
        return Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static void giveOwner(PosixFileAttributeView view, PosixFileAttributes now, PosixFileAttributes model) {
        if (!now.owner().equals(model.owner())) {
            try {
                view.setOwner(model.owner());
            } catch (IOException notRoot) {
                // it stays with who runs the program
            }
        }
    }

    private static boolean hasOrGetsGroup(PosixFileAttributeView view, PosixFileAttributes now, GroupPrincipal group) {
        return now.group().equals(group) || gave(view, group);
    }

    private static boolean gave(PosixFileAttributeView view, GroupPrincipal group) {
        try {
            view.setGroup(group);
            return true;
        } catch (IOException notOfThatGroup) {
            return false;
        }
    }
}

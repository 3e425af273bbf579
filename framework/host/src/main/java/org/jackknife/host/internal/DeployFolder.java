package org.jackknife.host.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jackknife.host.HostEvent;
import org.osgi.framework.Bundle;

/**
 * Keeps the installed drop-ins equal to the jars of a folder.
 *
 * <p>A jar is taken once two looks in a row find it unchanged, so that one that is still being copied is left alone. A
 * refused jar is told once, and tried again when it changes or when any other jar comes or goes, because that may have
 * been the reason.
 */
public final class DeployFolder implements AutoCloseable {

    private final Path folder;
    private final BundleInstaller installer;
    private final Consumer<HostEvent> listener;
    private final Map<Path, Entry> entries = new TreeMap<>();
    private final Map<Path, Stamp> unsettled = new HashMap<>();
    private ScheduledExecutorService watcher;
    private String lastFault = "";

    /** What tells one version of a file from the next. */
    private record Stamp(long size, FileTime modified) {}

    /** A jar that was looked into: either its bundle or the refusal is there. */
    private record Entry(Stamp stamp, Optional<Bundle> bundle, String refusal) {}

    public DeployFolder(Path folder, BundleInstaller installer, Consumer<HostEvent> listener) {
        this.folder = folder;
        this.installer = installer;
        this.listener = listener;
    }

    /** Takes every jar that is there now, without waiting for it to settle. */
    public void scanAll() {
        guarded(true);
    }

    /** Looks at the folder from now on, on a thread of its own. */
    public void watch(Duration interval) {
        watcher = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("jackknife-deploy").factory());
        long millis = interval.toMillis();
        watcher.scheduleWithFixedDelay(() -> guarded(false), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Stops looking; a look that is under way is finished first. */
    @Override
    public void close() {
        if (watcher != null) {
            watcher.close();
        }
    }

    /** One look; a fault is told once and does not end the watch. */
    private void guarded(boolean settled) {
        try {
            scan(settled);
            lastFault = "";
        } catch (IOException | RuntimeException e) {
            String fault = "the drop-in folder %s cannot be read: %s".formatted(folder, e);
            if (!fault.equals(lastFault)) {
                listener.accept(new HostEvent(HostEvent.Kind.REFUSED, folder, fault));
            }
            lastFault = fault;
        }
    }

    private void scan(boolean settled) throws IOException {
        Map<Path, Stamp> present = stamps();
        boolean changed = removeAllBut(present.keySet());
        for (Map.Entry<Path, Stamp> file : present.entrySet()) {
            Entry known = entries.get(file.getKey());
            if (known != null && known.stamp().equals(file.getValue())) {
                continue;
            }
            if (settled || file.getValue().equals(unsettled.put(file.getKey(), file.getValue()))) {
                unsettled.remove(file.getKey());
                changed |= take(file.getKey(), file.getValue());
            }
        }
        while (changed) {
            changed = retryRefused();
        }
    }

    private Map<Path, Stamp> stamps() throws IOException {
        Map<Path, Stamp> stamps = new TreeMap<>();
        for (Path jar : BundleFiles.jars(folder)) {
            BasicFileAttributes attributes = Files.readAttributes(jar, BasicFileAttributes.class);
            stamps.put(jar, new Stamp(attributes.size(), attributes.lastModifiedTime()));
        }
        return stamps;
    }

    private boolean removeAllBut(Set<Path> present) {
        unsettled.keySet().retainAll(present);
        Set<Path> gone = new HashSet<>(entries.keySet());
        gone.removeAll(present);
        boolean changed = false;
        for (Path file : gone) {
            Optional<Bundle> bundle = entries.remove(file).bundle();
            if (bundle.isPresent()) {
                installer.uninstall(bundle.get());
                tell(HostEvent.Kind.REMOVED, file, file.getFileName() + " was removed");
                changed = true;
            }
        }
        return changed;
    }

    /** Installs a new or changed jar; true if the set of installed bundles is another one afterwards. */
    private boolean take(Path file, Stamp stamp) {
        Optional<Bundle> before = Optional.ofNullable(entries.get(file)).flatMap(Entry::bundle);
        before.ifPresent(installer::uninstall);
        try {
            BundleInstaller.Installed installed = installer.install(file);
            entries.put(file, new Entry(stamp, Optional.of(installed.bundle()), ""));
            tell(before.isPresent() ? HostEvent.Kind.UPDATED : HostEvent.Kind.INSTALLED, file, installed.sentence());
            return true;
        } catch (RefusedException e) {
            entries.put(file, new Entry(stamp, Optional.empty(), e.getMessage()));
            tell(HostEvent.Kind.REFUSED, file, e.getMessage());
            return before.isPresent();
        }
    }

    /** Tries the refused jars again; true if one was taken. */
    private boolean retryRefused() {
        boolean taken = false;
        for (Map.Entry<Path, Entry> refused : entries.entrySet()) {
            Entry entry = refused.getValue();
            if (entry.bundle().isPresent()) {
                continue;
            }
            try {
                BundleInstaller.Installed installed = installer.install(refused.getKey());
                refused.setValue(new Entry(entry.stamp(), Optional.of(installed.bundle()), ""));
                tell(HostEvent.Kind.INSTALLED, refused.getKey(), installed.sentence());
                taken = true;
            } catch (RefusedException e) {
                if (!e.getMessage().equals(entry.refusal())) {
                    tell(HostEvent.Kind.REFUSED, refused.getKey(), e.getMessage());
                    refused.setValue(new Entry(entry.stamp(), Optional.empty(), e.getMessage()));
                }
            }
        }
        return taken;
    }

    private void tell(HostEvent.Kind kind, Path file, String sentence) {
        listener.accept(new HostEvent(kind, file, sentence));
    }
}

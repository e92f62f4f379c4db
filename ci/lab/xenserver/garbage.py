"""The garbage collector of base copies, which a scan starts (sm, cleanup.py)."""

from __future__ import annotations

import time

from .values import Ref


class Garbage:
    """It works some time after the scan: topology `gc_seconds`."""

    def scanned(self, sr: Ref) -> None:
        """Base copies of the SR are merged a while from now."""
        self.garbage.setdefault(sr, time.monotonic() + self.world.gc_seconds)
        self.collect_garbage()

    def collect_garbage(self) -> None:
        """Do what is due: called before every message, so that no message sees work that should have been done."""
        for sr in [sr for sr, due in self.garbage.items() if time.monotonic() >= due]:
            del self.garbage[sr]
            if sr in self.db["SR"]:
                self.coalesce(sr)

    def coalesce(self, sr: Ref) -> None:
        """An unused base copy is deleted, and one whose only child is a base copy is merged with it. A base copy with
        one leaf stays, as nova expects."""
        while self.coalesce_one(sr):
            pass

    def coalesce_one(self, sr: Ref) -> bool:
        bases = [vdi for vdi in self.db["SR"][sr]["VDIs"] if not self.db["VDI"][vdi]["managed"]]
        for vdi in bases:
            base, children = self.db["VDI"][vdi], self.children(sr, vdi)
            if not children:
                self.delete("VDI", vdi)
                return True
            if len(children) == 1 and children[0] in bases:
                child = self.db["VDI"][children[0]]
                for grandchild in self.children(sr, children[0]):
                    self.db["VDI"][grandchild]["sm_config"]["vhd-parent"] = base["uuid"]
                base["physical_utilisation"] = str(
                    int(base["physical_utilisation"]) + int(child["physical_utilisation"])
                )
                base["virtual_size"] = child["virtual_size"]
                base["_content"] = child.get("_content") or base.get("_content")
                self.delete("VDI", children[0])
                return True
        return False

    def children(self, sr: Ref, vdi: Ref) -> list[Ref]:
        uuid_ = self.db["VDI"][vdi]["uuid"]
        return [
            child
            for child in self.db["SR"][sr]["VDIs"]
            if self.db["VDI"][child]["sm_config"].get("vhd-parent") == uuid_
        ]

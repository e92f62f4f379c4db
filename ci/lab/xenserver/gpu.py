"""GPUs: no host has one, so that every reference to a group or a type is invalid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .values import Ref

if TYPE_CHECKING:
    from .world import Session


class GPUs:
    """GPU_group.get_remaining_capacity, VGPU.create"""

    def GPU_group_get_remaining_capacity(self, session: Session, group: Ref, vgpu_type: Ref) -> str:
        self.rec("VGPU_type", vgpu_type)
        return str(len(self.rec("GPU_group", group)["PGPUs"]))

    def VGPU_create(
        self, session: Session, vm: Ref, group: Ref, device: str, other_config: dict[str, str], vgpu_type: Ref
    ) -> Ref:
        self.rec("VM", vm)
        self.rec("GPU_group", group)
        self.rec("VGPU_type", vgpu_type)
        return self.create("VGPU", dict(VM=vm, GPU_group=group, device=device, other_config=other_config))

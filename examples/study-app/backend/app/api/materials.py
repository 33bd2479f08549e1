from fastapi import APIRouter

router = APIRouter(prefix="/api/materials")

MATERIALS = [
    {"id": 1, "title": "Photosynthesis", "pages": 12},
    {"id": 2, "title": "The French Revolution", "pages": 31},
]


@router.get("")
async def list_materials() -> list[dict[str, object]]:
    return MATERIALS

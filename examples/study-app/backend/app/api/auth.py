from fastapi import APIRouter, Response

from app.config import settings

router = APIRouter(prefix="/api/auth")


@router.post("/login")
async def login(name: str, response: Response) -> dict[str, str]:
    response.set_cookie(settings.SESSION_COOKIE, name, httponly=True, samesite="lax")
    return {"name": name}
